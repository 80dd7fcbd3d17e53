using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Leaks;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed class PullSecretsTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    const string KeyOwner = "puller@acme-prod.iam.gserviceaccount.com";

    readonly string _name = Stage.NewName("pull");

    [Fact]
    public async Task A_google_key_file_is_pasted_and_says_whose_it_is()
    {
        var secret = new Canary();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var form = new PullSecretPage(visitor.Page);
        await visitor.GoAsync("/secrets/pull/new");

        await form.ChooseKindAsync("GCP Artifact Registry");
        await form.FillAsync(("Name", _name), ("Location", "europe-west1"), ("JSON key", KeyFile(secret.Value)));
        await Expect(form.SentTo("europe-west1-docker.pkg.dev")).ToBeVisibleAsync();
        await Expect(form.KeyOwner(KeyOwner, "acme-prod")).ToBeVisibleAsync();
        await form.CreateAsync();

        var row = visitor.Page.Row(_name);
        await Expect(row).ToContainTextAsync("GCP Artifact Registry");
        await Expect(row).ToContainTextAsync(KeyOwner);
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(form.StoredKey).ToContainTextAsync("••••••••");
        await visitor.AssertNeverShownAsync(secret);
    }

    [Fact]
    public async Task A_google_key_file_is_uploaded_and_what_is_in_it_does_not_come_back()
    {
        var secret = new Canary();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var form = new PullSecretPage(visitor.Page);
        await visitor.GoAsync("/secrets/pull/new");

        await form.ChooseKindAsync("GCP Artifact Registry");
        await form.FillAsync(("Name", _name), ("Location", "europe-west1"));
        await form.UploadKeyAsync(KeyFile(secret.Value));
        await Expect(form.KeyOwner(KeyOwner, "acme-prod")).ToBeVisibleAsync();
        await form.CreateAsync();

        await Expect(visitor.Page.Row(_name)).ToContainTextAsync(KeyOwner);
        await visitor.Page.Row(_name).GetByRole(AriaRole.Link).ClickAsync();
        await Expect(form.StoredKey).ToContainTextAsync("••••••••");
        await visitor.AssertNeverShownAsync(secret);
    }

    [Fact]
    public async Task An_azure_registry_is_known_by_its_name_alone()
    {
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var form = new PullSecretPage(visitor.Page);
        await visitor.GoAsync("/secrets/pull/new");

        await form.ChooseKindAsync("Azure Container Registry");
        var principal = $"{Guid.CreateVersion7()}";
        await form.FillAsync(
            ("Name", _name),
            ("Registry name", "acmeprod"),
            ("Service principal ID", principal),
            ("Password", "a made-up client secret")
        );
        await form.CreateAsync();

        var row = visitor.Page.Row(_name);
        await Expect(row).ToContainTextAsync("acmeprod.azurecr.io");
        await Expect(row).ToContainTextAsync(principal);
    }

    [Fact]
    public async Task Another_registry_is_tried_before_it_is_saved_and_a_wrong_password_says_so()
    {
        var engine = fixture.Engine;
        var image = await new Stage(engine, fixture.Server.Admin).PublishSiteAsync();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var form = new PullSecretPage(visitor.Page);
        await visitor.GoAsync("/secrets/pull/new");

        await form.ChooseKindAsync("Other");
        await form.FillAsync(
            ("Name", _name),
            ("Server", engine.Registry),
            ("Username", engine.RegistryUser),
            ("Password", engine.RegistryPassword)
        );
        await form.TestAsync(image);
        await Expect(form.LetIn).ToBeVisibleAsync();
        await Expect(form.TestSteps.Filter(new() { HasText = "(pull)" })).ToContainTextAsync("done");
        await form.CreateAsync();

        await visitor.Page.Row(_name).GetByRole(AriaRole.Link).ClickAsync();
        await form.ReplacePasswordAsync("not-the-password");
        await form.TestAsync(image);
        await Expect(form.TestSteps.Last)
            .ToContainTextAsync(new Regex(@"Sign in \(auth\) failed.*password is wrong", RegexOptions.Singleline));
        await Expect(form.LetIn).ToBeHiddenAsync();
    }

    /// <summary>A service account's key as Google gives it out, of nobody.</summary>
    /// <param name="keyId">An identifier, which is as secret as the rest of the file.</param>
    static string KeyFile(string keyId)
    {
        using var key = RSA.Create(2048);
        return JsonSerializer.Serialize(
            new Dictionary<string, string>
            {
                ["type"] = "service_account",
                ["project_id"] = "acme-prod",
                ["private_key_id"] = keyId,
                ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
                ["client_email"] = KeyOwner,
                ["client_id"] = "100000000000000000000",
                ["token_uri"] = "https://oauth2.googleapis.com/token",
            }
        );
    }
}
