using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Leaks;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed class SecretKeysTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    [Fact]
    public async Task Typed_entries_are_stored_masked_and_a_replaced_value_is_a_new_version()
    {
        var (name, secret, other) = (Stage.NewName("keys"), new Canary(), new Canary());
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var keys = new SecretKeysPage(visitor.Page);
        await visitor.GoAsync("/secrets/keys/new");

        await keys.CreateAsync(name, ("API_KEY", secret.Value), ("DB_PASSWORD", "short"));
        await Expect(keys.Heading(name)).ToBeVisibleAsync();
        await Expect(keys.Version(1)).ToBeVisibleAsync();
        await Expect(keys.Preview("API_KEY")).ToHaveTextAsync("••••••••=end");
        await Expect(keys.Preview("DB_PASSWORD")).ToHaveTextAsync("••••••••");

        await keys.ReplaceAsync("DB_PASSWORD", $"{other.Value} of two\nlines");
        await Expect(keys.Version(2)).ToBeVisibleAsync();
        await Expect(keys.Preview("DB_PASSWORD")).ToHaveTextAsync("••••••••ines");

        await visitor.Page.ReloadAsync();
        await Expect(keys.Version(2)).ToBeVisibleAsync();
        await visitor.AssertNeverShownAsync(secret, other);
    }

    [Fact]
    public async Task A_button_that_a_hint_pushes_away_from_under_the_pointer_is_pressed_all_the_same()
    {
        var name = Stage.NewName("keys");
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var keys = new SecretKeysPage(visitor.Page);
        await visitor.GoAsync("/secrets/keys/new");
        await keys.FillInAsync(name, ("DB_PASSWORD", "short"));
        await Expect(keys.TooShort).ToHaveCountAsync(0);

        await visitor.PressAtTopAsync(keys.Send, until: keys.TooShort);

        await Expect(keys.Heading(name)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Keys_that_a_running_service_uses_are_deleted_only_with_their_name_typed()
    {
        var stage = new Stage(fixture.Engine, fixture.Server.Admin);
        await stage.CreateKeysAsync(("API_KEY", "0123456789abcdef"));
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(
            await stage.PublishSiteAsync(),
            site => site with { Bindings = [new(stage.Keys)] }
        );
        await stage.BringToLifeAsync();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var keys = new SecretKeysPage(visitor.Page);
        await visitor.GoAsync($"/secrets/keys/{stage.Keys}");
        await Expect(visitor.Page.Region("Used by").GetByRole(AriaRole.Row).Filter(new() { HasText = stage.Service }))
            .ToBeVisibleAsync();

        await keys.AskToDeleteAsync();

        await Expect(keys.Confirmation).ToContainTextAsync($"{stage.Service} (running)");
        await Expect(keys.Confirmation.Button("Delete")).ToBeDisabledAsync();
        await keys.Confirmation.Textbox($"Type {stage.Keys} to confirm").FillAsync(stage.Keys);
        await Expect(keys.Confirmation.Button("Delete")).ToBeEnabledAsync();
    }

    [Fact]
    public async Task Who_replaces_a_value_after_another_tab_did_is_told_and_has_it_still_typed()
    {
        var stage = new Stage(fixture.Engine, fixture.Server.Admin);
        await stage.CreateKeysAsync(("API_KEY", "0123456789abcdef"));
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await using var tab = await visitor.OpenTabAsync();
        var (mine, theirs) = (new SecretKeysPage(visitor.Page), new SecretKeysPage(tab.Page));
        await visitor.GoAsync($"/secrets/keys/{stage.Keys}");
        await tab.GoAsync($"/secrets/keys/{stage.Keys}");

        await mine.TypeReplacementAsync("API_KEY", "my own new value MINE");
        await theirs.ReplaceAsync("API_KEY", "what they made it THEY");
        await Expect(theirs.Version(2)).ToBeVisibleAsync();
        await mine.SaveReplacementAsync();

        await Expect(mine.Meanwhile).ToContainTextAsync("Version 2 has another API_KEY. What you typed is kept");
        await Expect(mine.Replacement).ToHaveValueAsync("my own new value MINE");
        await tab.Page.ReloadAsync();
        await Expect(theirs.Preview("API_KEY")).ToHaveTextAsync("••••••••THEY");
        await mine.SaveReplacementAsync();
        await Expect(mine.Version(3)).ToBeVisibleAsync();
        await Expect(mine.Preview("API_KEY")).ToHaveTextAsync("••••••••MINE");
    }
}
