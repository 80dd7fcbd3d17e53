using System.Security.Cryptography;
using Microsoft.Playwright;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed class SealedPagesTests(EngineFixture engine, BrowserFixture browser)
{
    const int MasterKeyLength = 32;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false, "There is no master key at ")]
    [InlineData(true, "but this database was made with ")]
    public async Task A_sealed_Studio_says_so_everywhere_and_is_opened_on_its_page(bool withAnotherKey, string reason)
    {
        await using var server = await StudioServer.SetUpAsync(engine);
        await server.StopAsync();
        var key = await File.ReadAllTextAsync(server.MasterKeyFile, Stop);
        if (withAnotherKey)
            await File.WriteAllTextAsync(server.MasterKeyFile, NewMasterKey(), Stop);
        else
            File.Delete(server.MasterKeyFile);
        await using var keyless = new StudioServer(engine, server.Folder);
        keyless.StartServer();

        await using var visitor = await Visitor.SignInAsync(browser, keyless);
        var (name, keys) = (Stage.NewName("keys"), new SecretKeysPage(visitor.Page));
        foreach (var path in (string[])["/", "/services", "/audit", "/secrets/keys/new"])
        {
            await visitor.GoAsync(path);
            await Expect(new Frame(visitor.Page).Sealed).ToBeVisibleAsync();
        }

        await keys.CreateAsync(name, ("API_KEY", "typed while it was sealed"));
        await Expect(keys.Error.Filter(new() { HasText = "Unseal it first; nothing was changed" })).ToBeVisibleAsync();

        await using var tab = await visitor.OpenTabAsync();
        var settings = new SettingsPage(tab.Page);
        await tab.GoAsync("/secrets");
        await new Frame(tab.Page).Sealed.GetByRole(AriaRole.Link, new() { Name = "Unseal" }).ClickAsync();
        await Expect(settings.Vault).ToContainTextAsync(reason);
        await settings.UnsealAsync("not a key");
        await Expect(settings.VaultError.Last).ToContainTextAsync("32 bytes in base64");
        await settings.UnsealAsync(NewMasterKey());
        await Expect(settings.VaultError.Last).ToContainTextAsync("does not open this vault");
        await settings.UnsealAsync(key);
        await Expect(settings.Vault).ToContainTextAsync("Vault open");
        await Expect(new Frame(tab.Page).Sealed).ToBeHiddenAsync();

        await Expect(new Frame(visitor.Page).Sealed).ToBeHiddenAsync();
        await keys.SendAsync();
        await Expect(keys.Heading(name)).ToBeVisibleAsync();
    }

    static string NewMasterKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(MasterKeyLength));
}
