using System.Text;
using Studio.Domain.Common;
using Studio.Domain.PullSecrets;
using static Studio.Tests.PullSecrets.PullSecretsWorld;

namespace Studio.Tests.PullSecrets;

public sealed class PullSecretsTests
{
    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_gcp_key_tells_the_account_and_goes_to_the_server_of_its_location()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var secret = await world.GivenAsync(
            "acme-priv-registry",
            new GcpAccount { Location = "europe-west1", JsonKey = new SecretText(JsonKey) }
        );

        Assert.Equal(("europe-west1-docker.pkg.dev", "_json_key"), (secret.Server, secret.Username));
        Assert.Equal("puller@acme-prod.iam.gserviceaccount.com", secret.Details["clientEmail"]);
        Assert.Equal("acme-prod", secret.Details["projectId"]);
        Assert.Equal("europe-west1", secret.Details["location"]);
        var opened = await world.OpenAsync(secret.Id, "europe-west1-docker.pkg.dev/acme-prod/apps/web:1");
        Assert.Equal(JsonKey, opened.Value.Password.Reveal());
    }

    [Fact]
    public async Task A_gcp_key_in_base64_is_sent_as_it_was_given()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(JsonKey));
        var secret = await world.GivenAsync(
            "gar",
            new GcpAccount { Server = "us-docker.pkg.dev", JsonKey = new SecretText(base64) }
        );

        Assert.Equal(("_json_key_base64", "us"), (secret.Username, secret.Details["location"]));
        Assert.Equal(base64, (await world.OpenAsync(secret.Id, "us-docker.pkg.dev/a/b:1")).Value.Password.Reveal());
    }

    [Theory]
    [InlineData("not a key at all", "not the JSON key")]
    [InlineData("[]", "not the JSON key")]
    [InlineData("""{"type":"authorized_user"}""", "type")]
    [InlineData("""{"type":"service_account"}""", "project_id")]
    [InlineData("""{"type":"service_account","project_id":"acme-prod"}""", "client_email")]
    [InlineData(
        """{"type":"service_account","project_id":"acme-prod","client_email":"a@b.c","private_key":"abc"}""",
        "private_key"
    )]
    public async Task A_broken_gcp_key_is_refused_by_a_sentence_that_quotes_nothing(string key, string reason)
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var result = await world.CreateAsync(
            Administrator,
            "gar",
            new GcpAccount { Location = "us", JsonKey = new SecretText(key) }
        );
        var error = Assert.Single(Assert.IsType<Invalid>(result.Problem).Errors);
        Assert.Equal("jsonKey", error.Field);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_whose_tokens_would_come_from_elsewhere_is_refused()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var foreign = JsonKey.Replace(
            "oauth2.googleapis.com",
            "oauth2.googleapis.com.evil.example",
            StringComparison.Ordinal
        );
        var result = await world.CreateAsync(
            Administrator,
            "gar",
            new GcpAccount { Location = "us", JsonKey = new SecretText(foreign) }
        );
        Assert.Contains("token_uri", result.Problem!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_azure_registry_is_known_by_name_or_server()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var account = new AcrAccount
        {
            RegistryName = "AcmeProd",
            ServicePrincipalId = "6f8a1c1e-2a39-4c0a-9a57-1f2f0b6f7b11",
            Password = new SecretText("principal-password"),
        };
        var byName = await world.GivenAsync("by-name", account);
        var byServer = await world.GivenAsync(
            "by-server",
            account with
            {
                RegistryName = null,
                Server = "acmeprod.azurecr.io",
                ServicePrincipalId = "puller",
            }
        );

        Assert.Equal("acmeprod.azurecr.io", byName.Server);
        Assert.Equal("acmeprod", byServer.Details["registryName"]);
        Assert.Empty(byName.Warnings);
        Assert.Contains("GUID", Assert.Single(byServer.Warnings), StringComparison.Ordinal);
        var torn = account with { Server = "other.azurecr.io" };
        Assert.IsType<Invalid>((await world.CreateAsync(Administrator, "torn", torn)).Problem);
    }

    [Theory]
    [InlineData("index.docker.io", "docker.io")]
    [InlineData("registry-1.docker.io", "docker.io")]
    [InlineData("Registry.Example.com:5000", "registry.example.com:5000")]
    [InlineData("[::1]:5000", "[::1]:5000")]
    [InlineData("localhost", "localhost")]
    public async Task A_server_has_one_spelling(string given, string stored)
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        Assert.Equal(stored, (await world.GivenAsync("registry", Other(given))).Server);
    }

    [Theory]
    [InlineData("https://registry.example.com", "scheme")]
    [InlineData("registry.example.com/team", "path")]
    [InlineData("me:secret-5f3c9a@registry.example.com", "user name")]
    [InlineData("registry.example.com:0", "65535")]
    [InlineData("registry.example.com:99999", "65535")]
    [InlineData("re gistry", "host:port")]
    [InlineData("", "needed")]
    [InlineData("169.254.169.254", "metadata")]
    [InlineData("[::ffff:169.254.169.254]", "metadata")]
    [InlineData("0.0.0.0:5000", "not one of a host")]
    [InlineData("224.0.0.1", "multicast")]
    public async Task A_server_that_is_none_is_refused_with_a_way_out(string server, string reason)
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var result = await world.CreateAsync(Administrator, "registry", Other(server));
        var error = Assert.Single(Assert.IsType<Invalid>(result.Problem).Errors);
        Assert.Equal("server", error.Field);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-5f3c9a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_said_at_once()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var account = new OtherAccount
        {
            Server = "",
            Username = "a:b",
            Email = "\u202e",
        };
        var invalid = Assert.IsType<Invalid>((await world.CreateAsync(Administrator, "Not A Name", account)).Problem);
        Assert.Equal(
            ["email", "name", "password", "server", "username"],
            invalid.Errors.Select(error => error.Field).Order()
        );
    }

    [Fact]
    public async Task A_password_is_kept_until_the_server_changes()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var secret = await world.GivenAsync("registry", Other());
        var kept = await world.UpdateAsync(Administrator, "registry", "renamed", Other(password: null));
        Assert.Equal(("renamed", 2), (kept.Value.Name, kept.Value.Version));
        var opened = await world.OpenAsync(secret.Id, "registry.example.com/app:1");
        Assert.Equal("other-password", opened.Value.Password.Reveal());

        var moved = await world.UpdateAsync(Administrator, "renamed", "renamed", Other("evil.example.com", null));
        Assert.Equal("password", Assert.Single(Assert.IsType<Invalid>(moved.Problem).Errors).Field);
        var turned = await world.UpdateAsync(
            Administrator,
            "renamed",
            "renamed",
            new AcrAccount { Server = "registry.example.com", ServicePrincipalId = "deploy" }
        );
        Assert.Equal("password", Assert.Single(Assert.IsType<Invalid>(turned.Problem).Errors).Field);
        Assert.True(
            (
                await world.UpdateAsync(Administrator, "renamed", "renamed", Other("new.example.com", "new-password"))
            ).Succeeded
        );
        Assert.Equal(new Stale(3), (await world.UpdateAsync(Administrator, "renamed", "x", Other(), 1)).Problem);
    }

    [Fact]
    public async Task Credentials_are_opened_for_images_on_their_own_server_only()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var secret = await world.GivenAsync("registry", Other());
        var opened = await world.OpenAsync(secret.Id, "other.example.com/app:1");
        Assert.Equal("registry-mismatch", opened.Problem?.Code);
        Assert.Equal(0, world.Vault.OpenedCount);
        var hub = await world.GivenAsync("hub", Other("index.docker.io"));
        Assert.True((await world.OpenAsync(hub.Id, "alpine:3")).Succeeded);
    }

    [Fact]
    public async Task What_a_service_pulls_with_cannot_be_deleted()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        var secret = await world.GivenAsync("registry", Other());
        world.Usage.Users.Add((secret.Id, new("svc-1", "web", Running: true)));
        Assert.Equal(["web"], Assert.IsType<InUse>((await world.DeleteAsync(Administrator, "registry")).Problem).Users);
        Assert.Equal(new UseCount(1, 1), (await world.GetAsync(Viewer, "registry")).Value.InUse);

        world.Usage.Users.Clear();
        Assert.Equal(new Stale(1), (await world.DeleteAsync(Administrator, "registry", version: 7)).Problem);
        Assert.True((await world.DeleteAsync(Administrator, "registry", version: 1)).Succeeded);
        Assert.IsType<Missing>((await world.GetAsync(Viewer, "registry")).Problem);
    }

    [Fact]
    public async Task Lists_search_names_and_servers_and_open_nothing()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        await world.GivenAsync("alpha", Other("one.example.com"));
        await world.GivenAsync("beta", Other("two.example.com"));
        Assert.Equal("beta", Assert.Single((await world.ListAsync(new(Search: "TWO"))).Value.Items).Name);
        Assert.Equal("beta", (await world.ListAsync(new(Sort: "-server"))).Value.Items[0].Name);
        Assert.Equal(0, world.Vault.OpenedCount);
    }

    [Fact]
    public async Task A_test_is_audited_and_says_nothing_of_the_password()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        await world.GivenAsync("registry", Other());
        var pair = Convert.ToBase64String("deploy:other-password"u8);
        world.Probe.Answer = [new("auth", false, $"It said other-password and {pair}.", TimeSpan.FromMilliseconds(2))];

        var test = (await world.TestAsync(Administrator, "registry")).Value;
        Assert.False(test.Ok);
        Assert.Equal("It said [redacted:password] and [redacted:password].", test.Steps[0].Detail);
        var entry = (await world.AuditAsync())[^1];
        Assert.Equal(("pull-secret.test", "at registry.example.com"), (entry.Action, entry.Detail));
    }

    [Fact]
    public async Task A_test_with_an_image_elsewhere_sends_nothing()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        await world.GivenAsync("registry", Other());
        Assert.Equal(
            "registry-mismatch",
            (await world.TestAsync(Administrator, "registry", "evil.example.com/app:1")).Problem?.Code
        );
        Assert.Equal(
            "registry-mismatch",
            (await world.TestUnsavedAsync(Administrator, Other(), "evil.example.com/app:1")).Problem?.Code
        );
        Assert.IsType<Invalid>((await world.TestAsync(Administrator, "registry", "no image")).Problem);
        Assert.IsType<Denied>((await world.TestAsync(Viewer, "registry")).Problem);
        Assert.IsType<Denied>((await world.TestUnsavedAsync(Viewer, Other())).Problem);
        Assert.Empty(world.Probe.Given);
    }

    [Fact]
    public async Task Only_who_may_manage_secrets_changes_them()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        await world.GivenAsync("registry", Other());
        Assert.IsType<Denied>((await world.CreateAsync(Viewer, "other", Other())).Problem);
        Assert.IsType<Denied>((await world.UpdateAsync(Viewer, "registry", "registry", Other())).Problem);
        Assert.IsType<Denied>((await world.DeleteAsync(Viewer, "registry")).Problem);
        Assert.True((await world.GetAsync(Viewer, "registry")).Succeeded);
        var stranger = Administrator with { Project = Domain.Projects.ProjectId.New() };
        Assert.IsType<Missing>((await world.GetAsync(stranger, "registry")).Problem);
    }

    [Fact]
    public async Task The_database_never_holds_a_password_in_clear()
    {
        await using var world = await PullSecretsWorld.CreateAsync();
        await world.GivenAsync("registry", Other(password: "canary-5f3c9a-password"));
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(world.Databases.File)!))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, Stop);
            Assert.False(bytes.ToArray().AsSpan().IndexOf("canary-5f3c9a"u8) >= 0, $"{file} holds the password.");
        }
    }
}
