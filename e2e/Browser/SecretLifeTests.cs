using Microsoft.Playwright;
using Studio.Client;
using Studio.Client.Common;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Leaks;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

/// <summary>What a person is told of secrets without asking, and what of somebody else's.</summary>
public sealed class SecretLifeTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_overview_tells_what_expires_and_leads_to_what_is_unused()
    {
        var (value, keys) = (new Canary(), Stage.NewName("keys"));
        await fixture.Server.Admin.SecretKeys.CreateAsync(
            StudioServer.Project,
            new(keys, Entries: [new("TOKEN", new(value.Value), ExpiresAt: TimeProvider.System.GetUtcNow().AddDays(3))]),
            Stop
        );
        var used = new Stage(fixture.Engine, fixture.Server.Admin);
        await used.CreateKeysAsync(("TOKEN", new Canary().Value));
        await used.CreateServiceAsync(
            "registry.example.com/team/app:1",
            site => site with { PullSecret = null, Bindings = [new(used.Keys)] }
        );
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync("/");

        var expiring = visitor.Page.Region("Secrets that expire");
        await Expect(expiring).ToContainTextAsync($"TOKEN of {keys}");
        await visitor.Page.Region("Secret keys").GetByRole(AriaRole.Link, new() { Name = "unused" }).ClickAsync();
        var link = visitor.Page.GetByRole(AriaRole.Link, new() { Name = keys, Exact = true });
        await Expect(link).ToBeVisibleAsync();
        await Expect(visitor.Page.Row(used.Keys)).ToHaveCountAsync(0);
        await link.ClickAsync();
        await Expect(new SecretKeysPage(visitor.Page).Heading(keys)).ToBeVisibleAsync();
        await Expect(visitor.Page.Row("TOKEN")).ToContainTextAsync("stored");
        await Expect(visitor.Page.Row("TOKEN")).ToContainTextAsync("expires");

        // A value without an end is spoken of no more.
        await visitor.Page.Button("Replace TOKEN").ClickAsync();
        await visitor.Page.GetByRole(AriaRole.Dialog).GetByLabel("Expires").FillAsync("");
        await new SecretKeysPage(visitor.Page).Replacement.FillAsync(new Canary().Value);
        await new SecretKeysPage(visitor.Page).SaveReplacementAsync();
        await Expect(new SecretKeysPage(visitor.Page).Version(2)).ToBeVisibleAsync();
        await visitor.GoAsync("/");
        await Expect(visitor.Page.Region("Secret keys")).ToBeVisibleAsync();
        await Expect(visitor.Page.Content()).Not.ToContainTextAsync($"TOKEN of {keys}");
        await visitor.AssertNeverShownAsync(value);
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task Of_somebody_elses_library_a_page_says_that_there_is_no_such_thing()
    {
        var (value, keys) = (new Canary(), Stage.NewName("own"));
        await (await ViewerAsync()).SecretKeys.CreateAsync(
            null,
            new(keys, Entries: [new("TOKEN", new(value.Value))]),
            Stop
        );
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);

        await visitor.GoAsync($"/secrets/personal/{keys}");
        await Expect(visitor.Page.Alert()).ToContainTextAsync("was not found");
        await visitor.GoAsync($"/secrets/keys/{keys}");
        await Expect(visitor.Page.Alert()).ToContainTextAsync("was not found");
        await visitor.GoAsync("/secrets/personal");
        // Nothing is there before a list is there, either.
        await Expect(visitor.Page.Content()).ToContainTextAsync("Keep keys here that are yours");
        await Expect(visitor.Page.Content()).Not.ToContainTextAsync(keys);
        await visitor.GoAsync("/audit");
        await Expect(visitor.Page.Content()).ToContainTextAsync("personal, version 1");
        await Expect(visitor.Page.Content()).Not.ToContainTextAsync(keys);
        await visitor.AssertNeverShownAsync(value);
    }

    async Task<StudioClient> ViewerAsync()
    {
        var (email, password) = ($"{Stage.NewName("vera")}@example.com", new SecretValue(StudioServer.Password));
        await fixture.Server.Admin.Users.CreateAsync(new(email, password, "viewer"), Stop);
        return fixture.Server.With(
            (await fixture.Server.Anonymous.Session.LogInAsync(new(email, password), Stop)).Token
        );
    }
}
