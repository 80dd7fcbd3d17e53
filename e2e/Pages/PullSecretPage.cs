using System.Text;
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

    /// <summary>Chooses a file of this content for the JSON key.</summary>
    public Task UploadKeyAsync(string content) =>
        page.GetByLabel("JSON key file", new() { Exact = true })
            .SetInputFilesAsync(
                new FilePayload
                {
                    Name = "acme-prod-0123456789ab.json",
                    MimeType = "application/json",
                    Buffer = Encoding.UTF8.GetBytes(content),
                }
            );

    /// <summary>Whose key it is, once it can be read.</summary>
    public ILocator KeyOwner(string email, string project) => page.GetByText($"Key of {email} in project {project}");

    /// <summary>What the form shows in place of a key that is stored.</summary>
    public ILocator StoredKey => page.GetByRole(AriaRole.Group, new() { Name = "JSON key", Exact = true });

    public async Task ReplacePasswordAsync(string password)
    {
        await page.Button("Replace Password").ClickAsync();
        // What stands for the stored one has the same label, and goes when the answer is there.
        await page.GetByLabel("Password", new() { Exact = true }).And(page.GetByRole(AriaRole.Textbox)).WaitForAsync();
        await FillAsync(("Password", password));
    }

    public async Task TestAsync(string image)
    {
        await FillAsync(("Image", image));
        await page.Button("Test connection").ClickAsync();
    }

    public Task CreateAsync() => page.Button("Create Secret").ClickAsync();
}
