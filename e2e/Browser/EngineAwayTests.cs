using Microsoft.Playwright;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed class EngineAwayTests(EngineFixture engine, BrowserFixture browser)
{
    [Fact]
    public async Task Without_an_engine_pages_say_so_and_work()
    {
        await using var server = await StudioServer.SetUpAsync(engine, "unix:///nonexistent/docker.sock");
        var stage = new Stage(engine, server.Admin);
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync($"{engine.Registry}/team/any:1");
        await using var visitor = await Visitor.SignInAsync(browser, server);
        var main = visitor.Page.Content();

        await visitor.GoAsync("/");
        await Expect(main.GetByRole(AriaRole.Status).First).ToContainTextAsync("Engine not reachable");
        await visitor.AssertNoBarriersAsync();
        await new Frame(visitor.Page).GoToAsync("Services");
        await Expect(main.GetByRole(AriaRole.Status).First).ToContainTextAsync("Engine not reachable");
        await Expect(visitor.Page.Row(stage.Service)).ToContainTextAsync("unknown");
        await visitor.AssertNoBarriersAsync();
        await visitor.Page.Row(stage.Service).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(visitor.Page.Region("Now")).ToContainTextAsync("unknown");
        await visitor.AssertNoBarriersAsync();
        await new Frame(visitor.Page).GoToAsync("Images");
        await Expect(main.GetByRole(AriaRole.Status).First).ToContainTextAsync("Engine not reachable");
        await visitor.AssertNoBarriersAsync();

        Assert.Empty(visitor.Errors);
    }
}
