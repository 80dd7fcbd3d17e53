using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Pages;

namespace Studio.EndToEnd.Browser;

/// <summary>Someone who sits in front of a browser. A test that fails leaves a picture of what was seen in <c>e2e/screenshots</c>.</summary>
public sealed partial class Visitor : IAsyncDisposable
{
    readonly IBrowserContext _context;
    readonly ConcurrentQueue<string> _requests = new();
    readonly ConcurrentQueue<string> _errors = new();

    Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Request += (_, request) => _requests.Enqueue(request.Url);
        page.PageError += (_, error) => _errors.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>Every address that the browser asked for.</summary>
    public IReadOnlyCollection<string> Requests => [.. _requests];

    /// <summary>Exceptions of scripts that nobody caught.</summary>
    public IReadOnlyCollection<string> Errors => [.. _errors];

    public static async Task<Visitor> ComeAsync(
        BrowserFixture browser,
        StudioServer server,
        ColorScheme theme = ColorScheme.Light
    )
    {
        var context = await browser.OpenAsync(server.Address, theme);
        return new Visitor(context, await context.NewPageAsync());
    }

    /// <inheritdoc cref="ComeAsync"/>
    public static async Task<Visitor> SignInAsync(
        BrowserFixture browser,
        StudioServer server,
        ColorScheme theme = ColorScheme.Light
    )
    {
        var visitor = await ComeAsync(browser, server, theme);
        await new LoginPage(visitor.Page).SignInAsync(StudioServer.AdminEmail, StudioServer.Password);
        await visitor.BecomeInteractiveAsync();
        return visitor;
    }

    /// <summary>Opens an address of Studio and waits until it takes clicks: earlier ones are lost.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await BecomeInteractiveAsync();
    }

    public Task BecomeInteractiveAsync() => Page.Locator("[data-interactive=true]").WaitForAsync();

    /// <summary>What axe finds that keeps people out: a sentence for each.</summary>
    public async Task<IReadOnlyList<string>> BarriersAsync()
    {
        AxeResult result = await Page.RunAxe();
        return
        [
            .. result
                .Violations.Where(found => found.Impact is "serious" or "critical")
                .Select(found =>
                    $"{Page.Url} {found.Impact} {found.Id}: {found.Help} ({string.Join(" | ", found.Nodes.Select(node => node.Html))})"
                ),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result == TestResult.Failed)
            await Page.ScreenshotAsync(new() { Path = PicturePath(), FullPage = true });
        await _context.DisposeAsync();
    }

    static string PicturePath([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        var name = NoFileName().Replace(TestContext.Current.Test?.TestDisplayName ?? "test", "_");
        return Path.Combine(Path.GetDirectoryName(here)!, "..", "screenshots", $"{name}.png");
    }

    [GeneratedRegex("[^A-Za-z0-9.]+")]
    private static partial Regex NoFileName();
}
