using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed class SignInTests(EngineFixture engine, BrowserFixture browser)
{
    [Fact]
    public async Task First_run_asks_for_the_code_and_then_one_is_in()
    {
        await using var server = new StudioServer(engine);
        server.StartServer();
        await using var visitor = await Visitor.ComeAsync(browser, server);
        var setup = new SetupPage(visitor.Page);
        await visitor.Page.GotoAsync("/");
        await Expect(setup.Heading).ToBeVisibleAsync();

        await setup.CreateAdministratorAsync("not-the-code", StudioServer.AdminEmail, StudioServer.Password);
        await Expect(setup.Error).ToContainTextAsync("code");
        await setup.CreateAdministratorAsync(server.SetupCode, StudioServer.AdminEmail, StudioServer.Password);

        await visitor.BecomeInteractiveAsync();
        await Expect(new Frame(visitor.Page).Menu).ToBeVisibleAsync();
        Assert.False(File.Exists(Path.Combine(server.DataDirectory, "setup-code")));
    }

    [Fact]
    public async Task One_signs_out_and_in_again_and_not_with_a_wrong_password()
    {
        await using var server = await StudioServer.SetUpAsync(engine);
        await using var visitor = await Visitor.SignInAsync(browser, server);
        var login = new LoginPage(visitor.Page);

        await new Frame(visitor.Page).SignOutAsync();
        await Expect(login.Heading).ToBeVisibleAsync();
        await visitor.Page.GotoAsync("/secrets");
        await Expect(login.Heading).ToBeVisibleAsync();

        await login.SignInAsync(StudioServer.AdminEmail, "not the password at all");
        await Expect(login.Error).ToContainTextAsync("password");
        await login.SignInAsync(StudioServer.AdminEmail, StudioServer.Password);
        await visitor.BecomeInteractiveAsync();
        await Expect(new Frame(visitor.Page).Menu).ToBeVisibleAsync();
    }
}
