using System.Text.RegularExpressions;
using Studio.Client;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed class TokenTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_is_shown_once_and_lets_in_until_it_is_revoked()
    {
        var name = Stage.NewName("token");
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var settings = new SettingsPage(visitor.Page);
        await visitor.GoAsync("/settings");

        await settings.MakeTokenAsync(name);
        await Expect(settings.NewToken).ToHaveTextAsync(new Regex("^stu_"));
        var token = await settings.NewToken.InnerTextAsync();
        var studio = fixture.Server.With(new(token));
        Assert.Equal(StudioServer.AdminEmail, (await studio.Session.GetMeAsync(Stop)).Email);

        await visitor.GoAsync("/settings");
        await Expect(visitor.Page.Row(name)).ToBeVisibleAsync();
        await Expect(settings.NewToken).ToBeHiddenAsync();
        Assert.DoesNotContain(token, await visitor.Page.ContentAsync(), StringComparison.Ordinal);

        await settings.RevokeTokenAsync(name);
        await Expect(visitor.Page.Row(name)).ToBeHiddenAsync();
        var refusal = await Assert.ThrowsAsync<StudioException>(() => studio.Session.GetMeAsync(Stop));
        Assert.Equal(401, refusal.Status);
    }
}
