using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Leaks;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

/// <summary>Day two with a secret, in a browser: a new value, the way back, and a rotation with overlap.</summary>
public sealed class RotationTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 60_000 };

    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    [Fact]
    public async Task A_new_value_is_rolled_out_from_where_it_is_typed_and_an_older_version_comes_back()
    {
        var (old, newer) = (new Canary(), new Canary());
        await using var visitor = await RunningAsync(old);
        var keys = new SecretKeysPage(visitor.Page);
        await visitor.GoAsync($"/secrets/keys/{_stage.Keys}");
        await Expect(visitor.Page.Row("API_KEY").First).ToContainTextAsync("in use");

        await keys.TypeReplacementAsync("API_KEY", newer.Value);
        await keys.SaveAndRollOutAsync();

        await Expect(keys.Rollout).ToContainTextAsync("Rolled out", Patiently);
        await AssertRunsWithAsync(newer);
        await Expect(keys.Version(2)).ToBeVisibleAsync();

        await keys.RestoreAsync(1);
        await Expect(keys.Version(3)).ToBeVisibleAsync();
        await Expect(visitor.Page.GetByText("1 service runs with an older version")).ToBeVisibleAsync();
        await visitor.Page.Button("Roll out").ClickAsync();
        await Expect(keys.Rollout).ToContainTextAsync("Rolled out", Patiently);
        await AssertRunsWithAsync(old);
        await visitor.AssertNeverShownAsync(old, newer);
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_rotation_with_overlap_leads_through_its_three_steps()
    {
        var (old, newer) = (new Canary(), new Canary());
        await using var visitor = await RunningAsync(old);
        await visitor.GoAsync($"/secrets/keys/{_stage.Keys}");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Rotate…" }).ClickAsync();

        await visitor.Page.Textbox("API_KEY").FillAsync(newer.Value);
        await visitor.Page.Button("Create").ClickAsync();
        await Expect(visitor.Page.GetByText($"{_stage.Keys}-2 is stored")).ToBeVisibleAsync();
        await visitor.Page.ReloadAsync();
        await visitor.BecomeInteractiveAsync();
        await visitor.Page.Button("Switch").ClickAsync();
        await Expect(visitor.Page.Region("Rollout")).ToContainTextAsync("Rolled out", Patiently);
        await AssertRunsWithAsync(newer);

        await visitor.Page.Button($"Delete {_stage.Keys}").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).Button("Delete").ClickAsync();
        await Expect(new SecretKeysPage(visitor.Page).Heading($"{_stage.Keys}-2")).ToBeVisibleAsync();
        // What stayed the same was taken over.
        await Expect(visitor.Page.Row("REGION").First).ToBeVisibleAsync();
        await visitor.AssertNeverShownAsync(old, newer);
        Assert.Empty(visitor.Errors);
    }

    async Task<Visitor> RunningAsync(Canary value)
    {
        await _stage.CreateKeysAsync(("API_KEY", value.Value), ("REGION", "north-and-south"));
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync(
            await _stage.PublishSiteAsync(),
            site => site with { Bindings = [new(_stage.Keys)] }
        );
        await _stage.BringToLifeAsync();
        return await Visitor.SignInAsync(browser, fixture.Server);
    }

    async Task AssertRunsWithAsync(Canary value)
    {
        var container = (await _stage.GetAsync()).State.ContainerId!;
        Assert.Contains($"API_KEY={value.Value}\n", await _stage.OutputOfAsync(container), StringComparison.Ordinal);
    }
}
