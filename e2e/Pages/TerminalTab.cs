using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Pages;

/// <summary>The tab of a service where commands are run in its container.</summary>
public sealed class TerminalTab(IPage page)
{
    static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 15_000 };

    public ILocator Terminal => page.Region("Terminal");

    public ILocator Command => page.Region("Run a command");

    /// <summary>What is on the screen of the terminal now, as it is painted.</summary>
    public ILocator Screen => Terminal.Locator(".xterm-rows");

    public async Task AddSecretAsync(ILocator part, string variable, string entry)
    {
        await part.Button("Add secret").ClickAsync();
        await part.Textbox("Variable").FillAsync(variable);
        await Expect(part.GetByRole(AriaRole.Combobox, new() { Name = "Entry", Exact = true }))
            .ToContainTextAsync(entry);
    }

    public async Task OpenAsync(string button = "Open terminal")
    {
        await Terminal.Button(button).ClickAsync();
        await Expect(Terminal.Button("Close")).ToBeVisibleAsync(new() { Timeout = 15_000 });
        await SeeAsync("#");
    }

    /// <summary>Types a line, with Enter, and waits until this is on the screen.</summary>
    public async Task TypeAsync(string line, string shown)
    {
        await page.Keyboard.TypeAsync(line);
        await page.Keyboard.PressAsync("Enter");
        await SeeAsync(shown);
    }

    public Task SeeAsync(string shown) => Expect(Screen).ToContainTextAsync(shown, Patiently);

    public async Task RunAsync(string line)
    {
        await Command.Textbox("Command").FillAsync(line);
        await Command.Button("Run").ClickAsync();
    }
}
