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
        await FillInAsync(name, entries);
        await SendAsync();
    }

    /// <summary>Fills the form in, no more: the last field still has the focus.</summary>
    public async Task FillInAsync(string name, params (string Name, string Value)[] entries)
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
    }

    public ILocator Send => page.Button("Create Secret");

    public Task SendAsync() => Send.ClickAsync();

    /// <summary>The hint that a value cannot be hidden in logs.</summary>
    public ILocator TooShort => page.GetByText("it cannot be hidden in logs");

    public ILocator Error => page.Alert();

    public async Task ReplaceAsync(string entry, string value)
    {
        await TypeReplacementAsync(entry, value);
        await SaveReplacementAsync();
    }

    /// <summary>Opens the dialog and fills it in, no more.</summary>
    public async Task TypeReplacementAsync(string entry, string value)
    {
        await page.Button($"Replace {entry}").ClickAsync();
        await Replacement.FillAsync(value);
    }

    public Task SaveReplacementAsync() =>
        Dialog.GetByRole(AriaRole.Button, new() { NameRegex = new Regex("^(Replace|Save on top)$") }).ClickAsync();

    public Task SaveAndRollOutAsync() => Dialog.Button("Save and roll out").ClickAsync();

    public ILocator Replacement => Dialog.Textbox("Value");

    /// <summary>What somebody else saved before the replacement.</summary>
    public ILocator Meanwhile =>
        Dialog.GetByRole(AriaRole.Status).Filter(new() { HasText = "Someone else saved in the meantime" });

    /// <summary>How the services are brought to a new version.</summary>
    public ILocator Rollout => page.Region("Rollout");

    public async Task RestoreAsync(int version)
    {
        await page.Button($"Restore version {version}").ClickAsync();
        await Dialog.Button("Restore").ClickAsync();
    }

    /// <summary>The question before something is destroyed.</summary>
    public ILocator Confirmation => Dialog;

    public Task AskToDeleteAsync() => page.Button("Delete").ClickAsync();

    ILocator Dialog => page.GetByRole(AriaRole.Dialog);
}
