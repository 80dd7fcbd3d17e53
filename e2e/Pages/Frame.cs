using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

/// <summary>What stands around every page.</summary>
public sealed class Frame(IPage page)
{
    public ILocator Menu => page.GetByRole(AriaRole.Navigation, new() { Name = "Main" });

    public Task GoToAsync(string place) => Menu.GetByRole(AriaRole.Link, new() { Name = place }).ClickAsync();

    public async Task SignOutAsync()
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Account of" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
    }
}
