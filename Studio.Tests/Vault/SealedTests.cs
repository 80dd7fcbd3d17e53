using System.Net;
using System.Security.Cryptography;
using Studio.Client.Audit;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.Vault;
using Studio.Domain.Vault;
using Studio.Tests.Hosting;
using Studio.Tests.Identity;

namespace Studio.Tests.Vault;

/// <summary>Studio started without the right master key: everything readable, nothing written, opened again without a restart.</summary>
public sealed class SealedTests(PreparedStudio prepared) : IClassFixture<PreparedStudio>, IAsyncLifetime
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("studio-sealed-");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string Data => Path.Combine(_folder.FullName, "data");

    string KeyFile => Path.Combine(_folder.FullName, "studio-master.key");

    public ValueTask InitializeAsync()
    {
        prepared.CopyTo(_folder.FullName);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("no master key")]
    [InlineData("another master key")]
    [InlineData("not a master key")]
    [InlineData("a master key that others can read")]
    [InlineData("a link to the master key")]
    [InlineData("a folder for a master key")]
    [InlineData("no vault keys")]
    public async Task Without_its_keys_studio_is_sealed_and_leaves_the_database_byte_for_byte(string damage)
    {
        Inflict(damage);
        var hash = Hash();
        await using (var studio = await StartAsync())
        {
            await TryEverythingAsync(studio);
            var ready = await studio.Anonymous.GetAsync("/readyz", Stop);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
            Assert.Contains("\"expectedKeyId\"", await ready.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }

        Assert.Equal(hash, Hash());
    }

    [Fact]
    public async Task Readiness_says_which_key_was_expected_and_which_was_found()
    {
        var other = MasterKey.Create();
        File.WriteAllText(KeyFile, other.Reveal());
        await using var studio = await StartAsync();
        var ready = await studio.Anonymous.GetAsync("/readyz", Stop);
        var text = await ready.Content.ReadAsStringAsync(Stop);
        Assert.Contains(
            $"\"expectedKeyId\":\"{MasterKey.Parse(prepared.MasterKey)!.Id}\"",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains($"\"foundKeyId\":\"{other.Id}\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_tokens_and_signing_in_work_for_reading()
    {
        File.Delete(KeyFile);
        await using var studio = await StartAsync();
        await studio.ClientWith(prepared.AdminToken).GetAsync<MeResponse>("/api/v1/me");
        var signedIn = studio.ClientWith(await studio.LogInAsync(StudioApp.AdminEmail));
        await signedIn.GetAsync<PagedResponse<UserResponse>>("/api/v1/users");
        var browser = new Browser(studio);
        await browser.SignInAsync(StudioApp.AdminEmail);
        await browser.Client.GetAsync<MeResponse>("/api/v1/me");
    }

    [Fact]
    public async Task Too_many_wrong_passwords_lock_an_account_as_ever()
    {
        File.Delete(KeyFile);
        await using var studio = await StartAsync();
        for (var i = 0; i < 5; i++)
            await studio.Anonymous.PostJsonAsync("/api/v1/login", new LoginRequest(StudioApp.AdminEmail, new("wrong")));
        var request = new LoginRequest(StudioApp.AdminEmail, new(StudioApp.Password));
        var locked = await studio.Anonymous.PostJsonAsync("/api/v1/login", request);
        await locked.ReadProblemAsync(HttpStatusCode.TooManyRequests, "locked-out");
    }

    [Fact]
    public async Task The_right_key_opens_it_without_a_restart_and_what_happened_meanwhile_joins_the_audit_log()
    {
        File.Delete(KeyFile);
        await using var studio = await StartAsync();
        var admin = studio.ClientWith(await studio.LogInAsync(StudioApp.AdminEmail));
        Assert.True((await admin.GetAsync<KeysStatusResponse>("/api/v1/keys/status")).Sealed);

        var wrong = await admin.PostJsonAsync("/api/v1/keys/unseal", Unseal(MasterKey.Create().Reveal()));
        await wrong.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        var status = await (
            await admin.PostJsonAsync("/api/v1/keys/unseal", Unseal(prepared.MasterKey))
        ).ReadAsync<KeysStatusResponse>();

        Assert.False(status.Sealed);
        Assert.Single(status.Keys, key => key.Active);
        await (
            await admin.PostJsonAsync("/api/v1/tokens", new CreateTokenRequest("ci"))
        ).ReadAsync<CreatedTokenResponse>();
        Assert.False(File.Exists(Path.Combine(studio.DataDirectory, "sealed-audit.jsonl")));
        var audit = await admin.GetAsync<PagedResponse<AuditEntryResponse>>("/api/v1/audit?action=keys.unseal");
        Assert.Equal(["ok", "failed"], audit.Items.Select(entry => entry.Result));
        Assert.True((await admin.GetAsync<AuditVerifyResponse>("/api/v1/audit/verify")).Ok);
    }

    [Fact]
    public async Task Only_administrators_may_unseal_and_they_may_not_guess()
    {
        File.Delete(KeyFile);
        await using var studio = await StartAsync();
        var viewer = await studio
            .ClientWith(prepared.ViewerToken)
            .PostJsonAsync("/api/v1/keys/unseal", Unseal(prepared.MasterKey));
        await viewer.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        var admin = studio.ClientWith(prepared.AdminToken);
        for (var i = 0; i < 5; i++)
        {
            var answer = await admin.PostJsonAsync("/api/v1/keys/unseal", Unseal("not a key"));
            await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        }

        var limited = await admin.PostJsonAsync("/api/v1/keys/unseal", Unseal(prepared.MasterKey));
        await limited.ReadProblemAsync(HttpStatusCode.TooManyRequests, "rate-limited");
    }

    [Theory]
    [InlineData("CREDENTIALS_DIRECTORY")]
    [InlineData("STUDIO_MASTER_KEY")]
    public async Task The_master_key_may_come_from_elsewhere(string source)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "credentials"));
        File.WriteAllText(Path.Combine(folder.FullName, "studio-master-key"), prepared.MasterKey);
        File.Delete(KeyFile);
        await using var studio = await StartAsync(
            source,
            source == "STUDIO_MASTER_KEY" ? prepared.MasterKey : folder.FullName
        );
        Assert.False(
            (await studio.ClientWith(prepared.AdminToken).GetAsync<KeysStatusResponse>("/api/v1/keys/status")).Sealed
        );
    }

    [Fact]
    public async Task The_first_source_that_exists_is_the_only_one()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.FullName, "credentials"));
        File.WriteAllText(Path.Combine(folder.FullName, "studio-master-key"), MasterKey.Create().Reveal());
        await using var studio = await StartAsync("CREDENTIALS_DIRECTORY", folder.FullName);
        Assert.True(
            (await studio.ClientWith(prepared.AdminToken).GetAsync<KeysStatusResponse>("/api/v1/keys/status")).Sealed
        );
    }

    [Fact]
    public async Task Without_the_web_keys_people_sign_in_again_and_the_vault_is_open()
    {
        Directory.Delete(Path.Combine(Data, "keys", "web"), recursive: true);
        await using var studio = await StartAsync();
        Assert.False(
            (await studio.ClientWith(prepared.AdminToken).GetAsync<KeysStatusResponse>("/api/v1/keys/status")).Sealed
        );
    }

    async Task TryEverythingAsync(StudioApp studio)
    {
        var admin = studio.ClientWith(prepared.AdminToken);
        await admin.GetAsync<MeResponse>("/api/v1/me");
        await studio.LogInAsync(StudioApp.AdminEmail);
        var write = await admin.PostJsonAsync("/api/v1/tokens", new CreateTokenRequest("ci"));
        await write.ReadProblemAsync(HttpStatusCode.Locked, "sealed");
        var user = new CreateUserRequest("new@example.com", new(StudioApp.Password), "viewer");
        var refused = await studio.ClientWith(prepared.ViewerToken).PostJsonAsync("/api/v1/users", user);
        await refused.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        var setup = new SetupRequest(new("code"), "new@example.com", new(StudioApp.Password));
        var again = await studio.Anonymous.PostJsonAsync("/api/v1/setup", setup);
        await again.ReadProblemAsync(HttpStatusCode.Conflict, "already-set-up");
    }

    async Task<StudioApp> StartAsync(string? key = null, string? value = null)
    {
        var studio = new StudioApp(_folder.FullName) { Settings = key is null ? [] : new() { [key] = value! } };
        await studio.StartAsync();
        return studio;
    }

    string Hash() => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Data, "studio.db"))));

    static UnsealRequest Unseal(string key) => new(new SecretValue(key));

    void Inflict(string damage)
    {
        var file = KeyFile;
        switch (damage)
        {
            case "no master key":
                File.Delete(file);
                break;
            case "another master key":
                File.WriteAllText(file, MasterKey.Create().Reveal());
                break;
            case "not a master key":
                File.WriteAllText(file, "hello");
                break;
            case "a master key that others can read":
                File.SetUnixFileMode(file, OwnerOnly | UnixFileMode.OtherRead);
                break;
            case "a link to the master key":
                File.Move(file, file + ".moved");
                File.CreateSymbolicLink(file, file + ".moved");
                break;
            case "a folder for a master key":
                File.Delete(file);
                Directory.CreateDirectory(file);
                break;
            case "no vault keys":
                Directory.Delete(Path.Combine(Data, "keys", "vault"), recursive: true);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(damage));
        }
    }
}
