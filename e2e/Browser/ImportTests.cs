using System.Text.RegularExpressions;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Leaks;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed class ImportTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    [Fact]
    public async Task A_dotenv_text_is_imported_once_every_line_of_it_can_be_read()
    {
        var (name, secret, other) = (Stage.NewName("keys"), new Canary(), new Canary());
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var keys = new SecretKeysPage(visitor.Page);
        var import = new ImportForm(visitor.Page);
        await visitor.GoAsync("/secrets/keys/new");
        await keys.CreateAsync(name, ("API_KEY", "0123456789abcdef"));
        await Expect(keys.Version(1)).ToBeVisibleAsync();
        var text = $"""
            # Keys of the weather service
            API_KEY='the first of two'
            export CERTIFICATE="-----BEGIN
            of three lines
            -----END"
            API_KEY='{secret.Value}'
            """;

        await import.OpenAsync();
        await import.TypeAsync($"{text}\nNO EQUALS SIGN {other.Value[..6]}");
        await Expect(import.Diff).ToContainTextAsync("Line 7: There is no = in this line.");
        await Expect(import.Send).ToBeDisabledAsync();

        await import.TypeAsync($"{text}\nDB_PASSWORD='{other.Value}'");
        await Expect(import.Summary).ToHaveTextAsync("The import adds 2, changes 1.");
        await Expect(import.Diff).ToContainTextAsync("API_KEY stands again in line 6");
        await visitor.AssertNoBarriersAsync();
        await import.Send.ClickAsync();

        await Expect(keys.Version(2)).ToBeVisibleAsync();
        await Expect(keys.Preview("API_KEY")).ToHaveTextAsync("••••••••=end");
        await Expect(keys.Preview("DB_PASSWORD")).ToHaveTextAsync("••••••••=end");
        await Expect(keys.Preview("CERTIFICATE")).ToHaveTextAsync("••••••••-END");
        await visitor.AssertNeverShownAsync(secret, other);
    }

    [Fact]
    public async Task A_key_of_ones_own_is_made_from_a_preset()
    {
        var name = Stage.NewName("mine");
        var theirs = new Stage(fixture.Engine, fixture.Server.Admin);
        await theirs.CreateKeysAsync(("TOKEN", "0123456789abcdef"));
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync("/secrets/presets");
        await visitor.Page.Row("OpenAI").Link("Create personal OpenAI").ClickAsync();
        await visitor.Page.Region("Collection").Textbox("Name").FillAsync(name);
        await visitor.Page.Textbox("OPENAI_API_KEY").FillAsync("sk-0123456789abcdef");

        await new SecretKeysPage(visitor.Page).SendAsync();

        await Expect(visitor.Page).ToHaveURLAsync(new Regex($"/secrets/personal/{name}$"));
        await visitor.GoAsync("/secrets/personal");
        await Expect(visitor.Page.Row(name)).ToContainTextAsync("OPENAI_API_KEY");
        await visitor.GoAsync("/secrets/presets");
        await Expect(visitor.Page.Row("OpenAI")).ToContainTextAsync("stored");
        await visitor.GoAsync("/secrets");
        await Expect(visitor.Page.Row(theirs.Keys)).ToBeVisibleAsync();
        await Expect(visitor.Page.Row(name)).ToHaveCountAsync(0);
    }
}
