using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

/// <summary>What stands around every page.</summary>
public sealed class Frame(IPage page)
{
    public ILocator Menu => page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });

    /// <summary>Says on every page that Studio runs without its master key.</summary>
    public ILocator Sealed => page.Alert().Filter(new() { HasText = "You can look at everything" });

    public Task GoToAsync(string place) => Menu.GetByRole(AriaRole.Link, new() { Name = place }).ClickAsync();

    public async Task SignOutAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Account of" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
    }
}
