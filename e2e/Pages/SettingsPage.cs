using Microsoft.Playwright;

namespace Studio.EndToEnd.Pages;

/// <summary>One's tokens and the vault's keys.</summary>
public sealed class SettingsPage(IPage page)
{
    /// <summary>The text of a token just made.</summary>
    public ILocator NewToken => page.GetByLabel("token", new() { Exact = true });

    /// <summary>Whether the vault is open.</summary>
    public ILocator Vault => page.Region("Keys");

    public ILocator VaultError => Vault.GetByRole(AriaRole.Alert);

    public async Task MakeTokenAsync(string name)
    {
        await page.Button("New token").ClickAsync();
        await page.Textbox("Name").FillAsync(name);
        await page.Button("Create token").ClickAsync();
    }

    public async Task RevokeTokenAsync(string name)
    {
        await page.Button($"Revoke {name}").ClickAsync();
        await page.GetByRole(AriaRole.Dialog).Button("Revoke").ClickAsync();
    }

    public async Task UnsealAsync(string masterKey)
    {
        await Vault.GetByLabel("Master key", new() { Exact = true }).FillAsync(masterKey);
        await Vault.Button("Unseal").ClickAsync();
    }
}
