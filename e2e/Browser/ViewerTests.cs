using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed partial class ViewerTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    [Fact]
    public async Task A_viewer_sees_what_there_is_and_is_offered_none_of_what_an_administrator_may_do()
    {
        await _stage.CreateKeysAsync(("API_KEY", "0123456789abcdef"));
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync(
            await _stage.PublishSiteAsync(),
            site => site with { Bindings = [new(_stage.Keys)] }
        );
        var launch = await _stage.BringToLifeAsync();
        await using var admin = await Visitor.SignInAsync(browser, fixture.Server);
        await using var viewer = await SignInAsync();

        foreach (
            var (path, what) in (IEnumerable<(string, string)>)
                [
                    ("/services", _stage.Service),
                    ($"/services/{_stage.Service}", _stage.Keys),
                    ("/secrets", _stage.Keys),
                    ($"/secrets/keys/{_stage.Keys}", "••••••••cdef"),
                    ("/secrets/pull", _stage.PullSecret),
                    ($"/secrets/pull/{_stage.PullSecret}", fixture.Engine.RegistryUser),
                    ($"/launches/{launch.Id}", "live"),
                ]
        )
        {
            await admin.GoAsync(path);
            await Expect(ActsOn(admin.Page)).Not.ToHaveCountAsync(0);
            await viewer.GoAsync(path);
            await Expect(viewer.Page.Content()).ToContainTextAsync(what);
            await Expect(ActsOn(viewer.Page)).ToHaveCountAsync(0);
        }

        Assert.Empty(viewer.Errors);
    }

    [Fact]
    public async Task A_viewer_who_knows_the_address_of_a_form_is_told_why_it_is_not_there()
    {
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync($"{fixture.Engine.Registry}/team/any:1");
        await using var viewer = await SignInAsync();

        foreach (
            var path in (string[])
                ["/services/new", $"/services/{_stage.Service}/edit", "/secrets/keys/new", "/secrets/pull/new"]
        )
        {
            await viewer.GoAsync(path);
            await Expect(viewer.Page.GetByText("Your role lets you look, not change this.")).ToBeVisibleAsync();
            await Expect(viewer.Page.Content().GetByRole(AriaRole.Textbox)).ToHaveCountAsync(0);
            await Expect(viewer.Page.Alert()).ToHaveCountAsync(0);
        }

        Assert.Empty(viewer.Errors);
    }

    async Task<Visitor> SignInAsync()
    {
        var email = $"{Stage.NewName("vera")}@example.com";
        await fixture.Server.Admin.Users.CreateAsync(
            new(email, new(StudioServer.Password), "viewer"),
            TestContext.Current.CancellationToken
        );
        return await Visitor.SignInAsync(browser, fixture.Server, email);
    }

    /// <summary>Buttons, and links that look like one, that change something or lead to where it is changed.</summary>
    static ILocator ActsOn(IPage page) =>
        page.Content()
            .GetByRole(AriaRole.Button, new() { NameRegex = Act() })
            .Or(page.Content().GetByRole(AriaRole.Link, new() { NameRegex = Act() }));

    [GeneratedRegex(@"^(New|Create|Add|Edit|Rename|Replace|Save|Test|Remove|Delete|Launch|Restart|Stop)\b")]
    private static partial Regex Act();
}
