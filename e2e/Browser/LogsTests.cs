using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.Client.Services;
using Studio.EndToEnd.Faults;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Leaks;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed class LogsTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    const int TwoMinutes = 120_000;

    static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 30_000 };

    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = TwoMinutes)]
    public async Task A_secret_that_was_printed_in_whatever_form_is_on_no_page_and_in_no_message()
    {
        var secret = new Canary();
        await BringToLifeAsync($"{Accidents.Script}\necho '<b>that</b> was all'", secret);
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync($"/services/{_stage.Service}");
        // Where there is a mask, so that it is known that messages can be read.
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Preview", Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByText("••••••••").First).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Logs", Exact = true }).ClickAsync();
        var log = visitor.Page.GetByRole(AriaRole.Log);

        await Expect(log.GetByText("<b>that</b> was all")).ToBeVisibleAsync(Patiently);
        foreach (var redacted in Accidents.Redacted("KEY"))
            await Expect(log.GetByText(redacted)).ToBeVisibleAsync(Patiently);
        await visitor.AssertNoBarriersAsync();
        await visitor.AssertNeverShownAsync(secret);

        var download = await visitor.Page.RunAndWaitForDownloadAsync(() =>
            visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Download" }).ClickAsync()
        );
        var file = await File.ReadAllTextAsync(await download.PathAsync(), Stop);
        Assert.Contains("raw [redacted:KEY]\n", file, StringComparison.Ordinal);
        Assert.Empty(secret.FindIn("the download", file));

        // Whoever searches for a value learns nothing.
        await visitor.GoAsync($"/services/{_stage.Service}/logs?search={Uri.EscapeDataString(secret.Value)}");
        await Expect(visitor.Page.GetByText("No line matches.")).ToBeVisibleAsync(Patiently);
        Assert.Empty(visitor.Errors);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_long_log_opens_at_its_end_goes_on_and_leads_to_any_line()
    {
        await BringToLifeAsync(
            "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); echo \"line $i of many\"; done; while true; do sleep 1; i=$((i+1)); echo \"later $i\"; done"
        );
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync($"/services/{_stage.Service}/logs");
        var log = visitor.Page.GetByRole(AriaRole.Log);

        await Expect(log.GetByText(new Regex(@"^later 500\d\d$")).Last).ToBeInViewportAsync(new() { Timeout = 60_000 });
        var first = await log.GetByText(new Regex(@"^later 500\d\d$")).Last.TextContentAsync();
        await Expect(log.GetByText(new Regex(@"^later 500\d\d$")).Last).Not.ToHaveTextAsync(first!);

        await log.EvaluateAsync("element => { element.scrollTop = 0; }");
        await Expect(log.GetByText("line 1 of many", new() { Exact = true })).ToBeInViewportAsync();
        // Whoever looks at something older is left there.
        await Task.Delay(TimeSpan.FromSeconds(2), Stop);
        await Expect(log.GetByText("line 1 of many", new() { Exact = true })).ToBeInViewportAsync();
        await visitor.Page.GetByRole(AriaRole.Button, new() { Name = "To the end" }).ClickAsync();
        await Expect(log.GetByText(new Regex(@"^later ")).Last).ToBeInViewportAsync();

        await visitor.Page.GetByLabel("Search").FillAsync("LINE 25000 ");
        var found = log.GetByText("line 25000 of many");
        await Expect(found).ToBeVisibleAsync(Patiently);
        await Expect(log.Locator("mark")).ToHaveTextAsync("line 25000 ");
        await log.GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(found).ToBeInViewportAsync(new() { Timeout = 30_000 });
        await Expect(log.GetByText("line 24999 of many")).ToBeInViewportAsync();
        await visitor.AssertNoBarriersAsync();
        // A link is for others, too.
        await visitor.Page.ReloadAsync();
        await Expect(found).ToBeInViewportAsync(new() { Timeout = 30_000 });
        Assert.Empty(visitor.Errors);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task What_the_container_before_printed_is_still_there_after_a_launch_and_a_rotation()
    {
        var secret = new Canary();
        await BringToLifeAsync(
            "echo \"launch with $KEY\"; for i in $(seq 1 20000); do echo \"line $i of many\"; done",
            secret
        );
        await Until.TrueAsync("all is printed", async () => await LastAsync() == "line 20000 of many");
        await fixture.Server.Admin.SecretKeys.SetEntryAsync(
            StudioServer.Project,
            _stage.Keys,
            "KEY",
            new() { Value = new("another-value-of-it") },
            stop: Stop
        );
        await _stage.BringToLifeAsync();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync($"/secrets/keys/{_stage.Keys}");
        await visitor.GoAsync($"/services/{_stage.Service}/logs");

        var before = visitor.Page.GetByLabel("Container");
        await before.SelectOptionAsync(new SelectOptionValue { Index = 1 });

        await Expect(visitor.Page.GetByText("This container is gone.")).ToBeVisibleAsync(Patiently);
        var log = visitor.Page.GetByRole(AriaRole.Log);
        await Expect(log.GetByText("line 20000 of many")).ToBeInViewportAsync();
        await log.EvaluateAsync("element => { element.scrollTop = 0; }");
        await Expect(log.GetByText("launch with [redacted:KEY]")).ToBeInViewportAsync();
        await visitor.AssertNoBarriersAsync();
        await visitor.AssertNeverShownAsync(secret);
        // On the disk it is redacted, too.
        Assert.Empty(secret.FindInFolder(Path.Combine(fixture.Server.DataDirectory, "logs")));
        Assert.Empty(visitor.Errors);
    }

    async Task<string?> LastAsync()
    {
        string? last = null;
        await foreach (
            var line in fixture.Server.Admin.Logs.ReadAsync(
                StudioServer.Project,
                _stage.Service,
                new() { Tail = 1 },
                Stop
            )
        )
            last = line.Text;
        return last;
    }

    async Task BringToLifeAsync(string script, Canary? secret = null)
    {
        if (secret is not null)
            await _stage.CreateKeysAsync(("KEY", secret.Value));
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync(
            await _stage.PublishSiteAsync(),
            site =>
                site with
                {
                    Command = new CommandLine(["sh", "-c", $"{script}\nsleep 1000"]),
                    Bindings = secret is null ? [] : [new(_stage.Keys)],
                }
        );
        await _stage.BringToLifeAsync();
    }
}
