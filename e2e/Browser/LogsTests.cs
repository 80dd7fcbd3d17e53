using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.Client.Services;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Leaks;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed class LogsTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    const int TwoMinutes = 120_000;

    /// <summary>A secret as accidents print it: a line each.</summary>
    const string Accidents = """
        echo "raw $KEY"
        echo "base64 $(printf %s "$KEY" | /bin/busybox base64 -w0)"
        echo "prefixed $(printf %s "user:$KEY" | /bin/busybox base64 -w0)"
        echo "wrapped $(printf %s "$KEY" | /bin/busybox base64 -w 20)"
        echo "hex $(printf %s "$KEY" | /bin/busybox xxd -p | tr -d '\n')"
        echo "json $(printf %s "$KEY" | sed 's/"/\\"/g')"
        echo "url $(printf %s "$KEY" | sed 's/%/%25/g;s/+/%2B/g;s#/#%2F#g;s/&/%26/g;s/ /%20/g;s/"/%22/g;s/</%3C/g;s/>/%3E/g;s/=/%3D/g;s/é/%C3%A9/g')"
        printf 'split %s' "${KEY:0:12}"; sleep 1; printf '%s\n' "${KEY:12}"
        printf 'coloured \033[31m%s\033[0m\n' "$KEY"
        printf 'striped \033[31m%s\033[1;32m%s\033[0m\n' "${KEY:0:14}" "${KEY:14}"
        echo "error $KEY" >&2
        """;

    static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 30_000 };

    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = TwoMinutes)]
    public async Task A_secret_that_was_printed_in_whatever_form_is_on_no_page_and_in_no_message()
    {
        var secret = new Canary();
        await BringToLifeAsync($"{Accidents}\necho '<b>that</b> was all'", secret);
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync($"/services/{_stage.Service}");
        // Where there is a mask, so that it is known that messages can be read.
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Preview", Exact = true }).ClickAsync();
        await Expect(visitor.Page.GetByText("••••••••").First).ToBeVisibleAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Logs", Exact = true }).ClickAsync();
        var log = visitor.Page.GetByRole(AriaRole.Log);

        await Expect(log.GetByText("<b>that</b> was all")).ToBeVisibleAsync(Patiently);
        foreach (var how in (string[])["raw", "base64", "json", "url", "hex", "split", "coloured", "striped", "error"])
            await Expect(log.GetByText(new Regex($@"^{how} .*\[redacted:KEY\]"))).ToBeVisibleAsync(Patiently);
        await Expect(log.GetByText(new Regex(@"^prefixed [A-Za-z0-9]{6}\[redacted:KEY\]"))).ToBeVisibleAsync();
        Assert.Empty(await visitor.BarriersAsync());
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
        Assert.Empty(await visitor.BarriersAsync());
        // A link is for others, too.
        await visitor.Page.ReloadAsync();
        await Expect(found).ToBeInViewportAsync(new() { Timeout = 30_000 });
        Assert.Empty(visitor.Errors);
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
