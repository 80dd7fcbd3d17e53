using Microsoft.Playwright;
using Studio.EndToEnd.Browser;

[assembly: AssemblyFixture(typeof(BrowserFixture))]

namespace Studio.EndToEnd.Browser;

/// <summary>One Chromium for all tests, started when the first one needs it. Each test has a profile of its own in it.</summary>
public sealed class BrowserFixture : IAsyncDisposable
{
    static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    // What a browser does on its own account, such as looking for updates, has no business in a test without a network.
    static readonly string[] Quiet =
    [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ];

    readonly SemaphoreSlim _turn = new(1, 1);
    IPlaywright? _playwright;
    IBrowser? _browser;

    public async Task<IBrowserContext> OpenAsync(Uri server)
    {
        var browser = await LaunchAsync();
        return await browser.NewContextAsync(
            new()
            {
                BaseURL = $"{server}",
                ColorScheme = ColorScheme.Light,
                ViewportSize = new() { Width = 1280, Height = 900 },
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _turn.Dispose();
    }

    async Task<IBrowser> LaunchAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_browser is not null)
                return _browser;
            var program =
                Array.Find(Places, File.Exists)
                ?? throw new InvalidOperationException(
                    "There is no Chromium on this machine: run  script/setup --test"
                );
            _playwright = await Playwright.CreateAsync();
            return _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Quiet });
        }
        finally
        {
            _turn.Release();
        }
    }
}
