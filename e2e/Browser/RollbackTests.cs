using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Leaks;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

/// <summary>A version that was a mistake, and the way back, in a browser.</summary>
public sealed class RollbackTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 60_000 };

    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Going_back_shows_what_changes_first_and_brings_image_and_secret_back_together()
    {
        var (old, newer) = (new Canary(), new Canary());
        await _stage.CreateKeysAsync(("API_KEY", old.Value));
        await _stage.CreatePullSecretAsync();
        var image = await _stage.PublishSiteAsync("first");
        await _stage.CreateServiceAsync(image, site => site with { Bindings = [new(_stage.Keys)] });
        var first = await _stage.BringToLifeAsync();
        await fixture.Server.Admin.SecretKeys.SetEntryAsync(
            StudioServer.Project,
            _stage.Keys,
            "API_KEY",
            new() { Value = new(newer.Value) },
            stop: Stop
        );
        await _stage.BringToLifeAsync();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync($"/services/{_stage.Service}/launches");

        await visitor.Page.Button("Roll back").ClickAsync();
        var dialog = visitor.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync($"secret keys {_stage.Keys}: v2 → v1");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Roll back" }).ClickAsync();

        var launch = new LaunchPage(visitor.Page);
        await Expect(launch.State).ToContainTextAsync("live", Patiently);
        await Expect(visitor.Page.Region("Facts")).ToContainTextAsync("rollback");
        var state = (await _stage.GetAsync()).State;
        Assert.Contains(
            $"API_KEY={old.Value}\n",
            await _stage.OutputOfAsync(state.ContainerId!),
            StringComparison.Ordinal
        );
        await launch.GoToServiceAsync();
        await Expect(visitor.Page.GetByText($"A newer version is stored of secret keys '{_stage.Keys}'"))
            .ToBeVisibleAsync();
        await visitor.GoAsync($"/services/{_stage.Service}/events");
        await Expect(visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "rollback" })).ToBeVisibleAsync();
        Assert.NotEqual(first.ContainerId, state.ContainerId);
        await visitor.GoAsync($"/services/{_stage.Service}/preview");
        await Expect(visitor.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "API_KEY" }))
            .ToContainTextAsync("••••••••=end");
        await visitor.AssertNeverShownAsync(old, newer);
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_version_that_does_not_get_healthy_is_said_to_have_failed_and_what_ran_before_runs()
    {
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync(
            await _stage.PublishSiteAsync("first"),
            site => site with { Health = new(new(8080), IntervalSeconds: 1, Retries: 2) }
        );
        var first = await _stage.BringToLifeAsync();
        await _stage.ChangeImageAsync(
            await fixture.Engine.Images.PublishAsync(
                Stage.NewName("mute"),
                ["""CMD ["sh", "-c", "trap 'exit 0' TERM; echo no page today; sleep 600 & wait"]"""],
                stop: Stop
            )
        );
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync($"/services/{_stage.Service}");

        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "Launch", Exact = true }).ClickAsync();

        var launch = new LaunchPage(visitor.Page);
        await Expect(launch.State).ToContainTextAsync("failed", Patiently);
        await Expect(visitor.Page.Region("Last lines")).ToContainTextAsync("no page today");
        await launch.GoToServiceAsync();
        await Expect(visitor.Page.Region("Now")).ToContainTextAsync("running");
        Assert.Equal(first.ContainerId, (await _stage.GetAsync()).State.ContainerId);
    }
}
