using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.Client.Services;
using Studio.EndToEnd.Faults;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Leaks;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

/// <summary>A shell in the page, with a real container behind it.</summary>
public sealed partial class TerminalTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);
    readonly Canary _secret = new();
    int _questions;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_shell_has_a_secret_that_the_page_never_sees_and_ends_when_one_leaves()
    {
        await BringToLifeAsync();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        // A mask, without which the messages to the page could not be told from noise.
        await visitor.GoAsync($"/secrets/keys/{_stage.Keys}");
        await visitor.GoAsync($"/services/{_stage.Service}");
        await visitor.Page.Content().Link("Terminal").ClickAsync();
        TerminalTab tab = new(visitor.Page);
        await tab.AddSecretAsync(tab.Terminal, "TOKEN", $"{_stage.Keys}/API_KEY");
        await tab.OpenAsync();
        await Expect(tab.Terminal.GetByRole(AriaRole.Status)).ToContainTextAsync("sh");

        await tab.TypeAsync("echo \"it is $TOKEN\"", "it is [redacted:API_KEY]");
        await tab.TypeAsync("echo pid-$$-", "pid-");
        var shell = await WaitForAsync(tab, ShellId());
        var wide = await WidthAsync(tab);

        // Ctrl-C interrupts.
        await tab.TypeAsync("sleep 4321", "sleep 4321");
        await Until.TrueAsync(
            "sleep runs",
            async () => (await ProcessesAsync()).Contains("sleep 4321", StringComparison.Ordinal)
        );
        await visitor.Page.Keyboard.PressAsync("Control+c");
        await tab.TypeAsync("echo back-$((40 + 2))", "back-42");
        Assert.DoesNotContain("sleep 4321", await ProcessesAsync(), StringComparison.Ordinal);

        // The shell knows the size of its window, and follows it.
        await visitor.Page.SetViewportSizeAsync(700, 900);
        await Until.TrueAsync("the shell has a narrower window", async () => await WidthAsync(tab) < wide);

        await visitor.Page.Content().Link("Overview").ClickAsync();
        await Expect(visitor.Page.Region("Now")).ToBeVisibleAsync();
        await Until.TrueAsync(
            "the shell is gone",
            async () => !Regex.IsMatch(await ProcessesAsync(), $@"(?m)^\s*{shell}\s")
        );
        await visitor.AssertNeverShownAsync(_secret);
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_secret_in_whatever_form_is_in_no_terminal_and_in_no_answer_of_a_command()
    {
        await BringToLifeAsync(storage: Accidents.File);
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync($"/secrets/keys/{_stage.Keys}");
        await visitor.GoAsync($"/services/{_stage.Service}/terminal");
        TerminalTab tab = new(visitor.Page);
        await tab.AddSecretAsync(tab.Terminal, "KEY", $"{_stage.Keys}/API_KEY");
        await tab.OpenAsync();

        await tab.TypeAsync($"{Accidents.Command}; echo over-$((40 + 2))", "over-42");
        foreach (var redacted in Accidents.Redacted("API_KEY"))
            await Expect(tab.Screen).ToContainTextAsync(redacted);

        await tab.AddSecretAsync(tab.Command, "KEY", $"{_stage.Keys}/API_KEY");
        await tab.RunAsync(Accidents.Command);
        var result = tab.Command.Region("Result");
        await Expect(result).ToContainTextAsync("Exit code 0", new() { Timeout = 15_000 });
        foreach (var redacted in Accidents.Redacted("API_KEY"))
            await Expect(result).ToContainTextAsync(redacted);
        await visitor.AssertNeverShownAsync(_secret);
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task It_keeps_nobody_out_and_says_when_it_is_over()
    {
        await BringToLifeAsync();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync($"/services/{_stage.Service}/terminal");
        TerminalTab tab = new(visitor.Page);
        await tab.OpenAsync();
        await tab.TypeAsync("for c in 1 2 3 4 5 6; do printf \"\\033[3${c}mcolour-$c \"; done; echo", "colour-6");
        await visitor.AssertNoBarriersAsync();

        // Tab is the shell's; the keyboard gets out all the same.
        await visitor.Page.Keyboard.PressAsync("Control+m");
        await Expect(tab.Terminal.Button("Clear")).ToBeFocusedAsync();
        await visitor.Page.Keyboard.PressAsync("Enter");
        await Expect(tab.Screen).Not.ToContainTextAsync("colour-6");
        await visitor.Page.Keyboard.TypeAsync("exit\r");

        await Expect(tab.Terminal).ToContainTextAsync("The shell ended with 0.", new() { Timeout = 15_000 });
        await visitor.AssertNoBarriersAsync();
        await tab.OpenAsync("Open again");
        await tab.TypeAsync("echo again-$((1 + 1))", "again-2");
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task What_is_selected_is_copied_and_what_is_pasted_reaches_the_shell()
    {
        await BringToLifeAsync();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visitor.GoAsync($"/services/{_stage.Service}/terminal");
        TerminalTab tab = new(visitor.Page);
        await tab.OpenAsync();
        await tab.TypeAsync("echo word-$((20 + 1))", "word-21");

        // Where it is seen: what takes the mouse lies above it.
        var word = await tab.Screen.GetByText("word-21", new() { Exact = true }).BoundingBoxAsync();
        await visitor.Page.Mouse.DblClickAsync(word!.X + word.Width / 2, word.Y + word.Height / 2);
        await visitor.Page.Keyboard.PressAsync("Control+c");

        await Until.TrueAsync(
            "it is copied",
            async () => await visitor.Page.EvaluateAsync<string>("navigator.clipboard.readText()") == "word-21"
        );
        await visitor.Page.EvaluateAsync("navigator.clipboard.writeText('echo pasted-$((2 + 3))')");
        await visitor.Page.Keyboard.PressAsync("Control+Shift+v");
        await visitor.Page.Keyboard.PressAsync("Enter");
        await tab.SeeAsync("pasted-5");
    }

    [Fact]
    public async Task An_image_without_a_shell_says_so_and_its_programs_still_run()
    {
        var image = await fixture.Engine.Images.PublishAsync(
            Stage.NewName("bare"),
            ["""CMD ["busybox", "sh", "-c", "rm /bin/sh; trap 'exit 0' TERM; sleep 3600 & wait"]"""],
            stop: Stop
        );
        await BringToLifeAsync(image);
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync($"/services/{_stage.Service}/terminal");
        TerminalTab tab = new(visitor.Page);

        await tab.Terminal.Button("Open terminal").ClickAsync();
        await Expect(tab.Terminal.GetByRole(AriaRole.Alert)).ToContainTextAsync("This image has no shell");

        await tab.AddSecretAsync(tab.Command, "TOKEN", $"{_stage.Keys}/API_KEY");
        await tab.RunAsync("env");
        await Expect(tab.Command.Region("Result")).ToContainTextAsync("Exit code 0", new() { Timeout = 15_000 });
        await Expect(tab.Command.Region("Result")).ToContainTextAsync("TOKEN=[redacted:API_KEY]");
        await visitor.AssertNoBarriersAsync();
    }

    async Task BringToLifeAsync(string? image = null, StorageDefinition? storage = null)
    {
        await _stage.CreateKeysAsync(("API_KEY", _secret.Value));
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync(
            image ?? await _stage.PublishSiteAsync(),
            site => site with { Storage = storage }
        );
        await _stage.BringToLifeAsync();
    }

    /// <summary>Of its container: a line for each, with its id first.</summary>
    async Task<string> ProcessesAsync()
    {
        var ps = await fixture.Server.Admin.Commands.ExecAsync(StudioServer.Project, _stage.Service, new(["ps"]), Stop);
        return ps.Stdout;
    }

    /// <summary>Of the window, in characters, as the shell knows it.</summary>
    async Task<int> WidthAsync(TerminalTab tab)
    {
        var mark = $"width{++_questions}";
        await tab.TypeAsync($"echo {mark}-$(stty size)-", $"{mark}-");
        return int.Parse(await WaitForAsync(tab, new Regex($@"{mark}-\d+\s(\d+)-")), CultureInfo.InvariantCulture);
    }

    static async Task<string> WaitForAsync(TerminalTab tab, Regex shown)
    {
        await Expect(tab.Screen).ToContainTextAsync(shown);
        return shown.Match(await tab.Screen.TextContentAsync() ?? "").Groups[1].Value;
    }

    [GeneratedRegex(@"pid-(\d+)-")]
    private static partial Regex ShellId();
}
