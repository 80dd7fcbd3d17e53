using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

public sealed class SetupPage(IPage page)
{
    public ILocator Heading => page.GetByRole(AriaRole.Heading, new() { Name = "Set up Studio" });

    public ILocator Error => page.Alert();

    public async Task CreateAdministratorAsync(string code, string email, string password)
    {
        await page.GetByLabel("Setup code").FillAsync(code);
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create administrator" }).ClickAsync();
    }
}
