using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

/// <summary>The form of new secret keys, and the page of what it made.</summary>
public sealed class SecretKeysPage(IPage page)
{
    public ILocator Heading(string name) => page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    /// <summary>The chip beside the heading.</summary>
    public ILocator Version(int version) => page.GetByText(new Regex($"Version {version}$"));

    /// <summary>The masked value of an entry.</summary>
    public ILocator Preview(string entry) => page.Row(entry).GetByRole(AriaRole.Img);

    /// <summary>Fills the form in and sends it.</summary>
    public async Task CreateAsync(string name, params (string Name, string Value)[] entries)
    {
        await page.Region("Collection").Textbox("Name").FillAsync(name);
        foreach (var (index, entry) in entries.Index())
        {
            if (index > 0)
                await page.Button("Add entry").ClickAsync();
            var row = page.GetByRole(AriaRole.Group, new() { Name = $"Entry {index + 1}" });
            await row.Textbox("Name").FillAsync(entry.Name);
            await row.Textbox("Value").FillAsync(entry.Value);
        }
        await page.Button("Create Secret").ClickAsync();
    }

    public async Task ReplaceAsync(string entry, string value)
    {
        await page.Button($"Replace {entry}").ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.Textbox("Value").FillAsync(value);
        await dialog.Button("Replace").ClickAsync();
    }

    /// <summary>The question before something is destroyed.</summary>
    public ILocator Confirmation => page.GetByRole(AriaRole.Dialog);

    public Task AskToDeleteAsync() => page.Button("Delete").ClickAsync();
}
