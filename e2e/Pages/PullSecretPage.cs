using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

/// <summary>The form of an image pull secret, new or stored.</summary>
public sealed class PullSecretPage(IPage page)
{
    /// <summary>The steps of the connection test, up to the one where it stopped.</summary>
    public ILocator TestSteps => page.Items("Connection test");

    public ILocator LetIn => page.GetByText("The registry lets these credentials in.");

    /// <summary>The host that the form says credentials go to.</summary>
    public ILocator SentTo(string host) => page.GetByText($"Sent to {host} only");

    public Task ChooseKindAsync(string kind) => page.GetByRole(AriaRole.Radio, new() { Name = kind }).CheckAsync();

    public async Task FillAsync(params (string Label, string Text)[] fields)
    {
        foreach (var (label, text) in fields)
        {
            var field = page.GetByLabel(label, new() { Exact = true });
            await field.FillAsync(text);
            await field.BlurAsync();
        }
    }

    public async Task ReplacePasswordAsync(string password)
    {
        await page.Button("Replace Password").ClickAsync();
        await FillAsync(("Password", password));
    }

    public async Task TestAsync(string image)
    {
        await FillAsync(("Image", image));
        await page.Button("Test connection").ClickAsync();
    }

    public Task CreateAsync() => page.Button("Create Secret").ClickAsync();
}
