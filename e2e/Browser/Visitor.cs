using System.Collections.Concurrent;
using System.Text;
using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Leaks;
using Studio.EndToEnd.Pages;

namespace Studio.EndToEnd.Browser;

/// <summary>Someone who sits in front of a browser. What was seen last stays as a picture in <c>e2e/screenshots</c>.</summary>
public sealed partial class Visitor : IAsyncDisposable
{
    static readonly AxeRunOptions _everything = new() { ResultTypes = [ResultType.Violations] };

    /// <summary>The rules that a theme can break.</summary>
    static readonly AxeRunOptions _colours = new()
    {
        ResultTypes = [ResultType.Violations],
        RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block"),
    };

    readonly IBrowserContext _context;
    readonly ConcurrentQueue<string> _requests = new();
    readonly ConcurrentQueue<string> _errors = new();
    readonly ConcurrentQueue<byte[]> _frames = new();

    Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Request += (_, request) => _requests.Enqueue(request.Url);
        page.PageError += (_, error) => _errors.Enqueue(error);
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => _frames.Enqueue(BytesOf(frame));
    }

    public IPage Page { get; }

    /// <summary>Every address that the browser asked for.</summary>
    public IReadOnlyCollection<string> Requests => [.. _requests];

    /// <summary>Exceptions of scripts that nobody caught.</summary>
    public IReadOnlyCollection<string> Errors => [.. _errors];

    public static async Task<Visitor> ComeAsync(BrowserFixture browser, StudioServer server)
    {
        var context = await browser.OpenAsync(server.Address);
        return new Visitor(context, await context.NewPageAsync());
    }

    /// <inheritdoc cref="ComeAsync"/>
    public static async Task<Visitor> SignInAsync(
        BrowserFixture browser,
        StudioServer server,
        string email = StudioServer.AdminEmail
    )
    {
        var visitor = await ComeAsync(browser, server);
        await new LoginPage(visitor.Page).SignInAsync(email, StudioServer.Password);
        await visitor.GoAsync("/secrets");
        return visitor;
    }

    /// <summary>Another tab of the same browser, signed in like this one.</summary>
    public async Task<Visitor> OpenTabAsync() => new(_context, await _context.NewPageAsync());

    /// <summary>Opens an address of Studio and waits until it takes clicks: earlier ones are lost.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await BecomeInteractiveAsync();
    }

    public Task BecomeInteractiveAsync() => Page.Locator("[data-interactive=true]").WaitForAsync();

    /// <summary>Presses the mouse near the upper edge of something, and lets go without moving it once something else has appeared.</summary>
    public async Task PressAtTopAsync(ILocator pressed, ILocator until)
    {
        await pressed.ScrollIntoViewIfNeededAsync();
        var box = await pressed.BoundingBoxAsync() ?? throw new InvalidOperationException("It is not on the page.");
        await Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + 4);
        await Page.Mouse.DownAsync();
        await Assertions.Expect(until).ToBeVisibleAsync();
        await Page.Mouse.UpAsync();
    }

    /// <summary>Fails with all that axe finds to keep people out of the page, in either theme.</summary>
    public async Task AssertNoBarriersAsync()
    {
        string[] barriers =
        [
            .. await BarriersAsync(ColorScheme.Dark, _colours),
            .. await BarriersAsync(ColorScheme.Light, _everything),
        ];
        Assert.True(barriers.Length == 0, string.Join("\n", barriers));
    }

    /// <returns>A sentence for each.</returns>
    async Task<IEnumerable<string>> BarriersAsync(ColorScheme theme, AxeRunOptions rules)
    {
        await Page.EmulateMediaAsync(new() { ColorScheme = theme });
        // Colours are read, so nothing may be on its way from one to another.
        await Page.EvaluateAsync(
            """
            () => Promise.allSettled(document.getAnimations()
                .filter(one => one.effect.getComputedTiming().iterations !== Infinity)
                .map(one => one.finished))
            """
        );
        AxeResult result = await Page.RunAxe(rules);
        return result
            .Violations.Where(found => found.Impact is "serious" or "critical")
            .Select(found =>
                $"{Page.Url} {theme} {found.Impact} {found.Id}: {found.Help} ({string.Join(" | ", found.Nodes.Select(node => node.Html))})"
            );
    }

    /// <summary>The server has told none of these values: not in what is on the page now, not in any message to it.</summary>
    public async Task AssertNeverShownAsync(params Canary[] secrets)
    {
        var (page, frames) = (await Page.ContentAsync(), _frames.SelectMany(frame => frame).ToArray());
        Assert.True(
            frames.AsSpan().IndexOf("••••••••"u8) >= 0,
            "The messages cannot be read: not even a mask is in them."
        );
        Assert.Empty(secrets.SelectMany(secret => secret.FindIn("the page", page)));
        Assert.Empty(secrets.SelectMany(secret => secret.FindIn("messages to the page", frames)));
    }

    public async ValueTask DisposeAsync()
    {
        await Page.ScreenshotAsync(new() { Path = PicturePath(), FullPage = true });
        await Page.CloseAsync();
        if (_context.Pages.Count == 0)
            await _context.DisposeAsync();
    }

    static byte[] BytesOf(IWebSocketFrame frame) => frame.Binary ?? Encoding.UTF8.GetBytes(frame.Text ?? "");

    static string PicturePath([System.Runtime.CompilerServices.CallerFilePath] string here = "")
    {
        var name = NoFileName().Replace(TestContext.Current.Test?.TestDisplayName ?? "test", "_");
        return Path.Combine(Path.GetDirectoryName(here)!, "..", "screenshots", $"{name}.png");
    }

    [GeneratedRegex("[^A-Za-z0-9.]+")]
    private static partial Regex NoFileName();
}
