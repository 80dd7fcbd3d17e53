using System.Diagnostics;
using System.Net;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Studio.Client.Audit;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.Vault;
using Studio.Domain.Storage;
using Studio.Domain.Vault;
using Studio.Tests.Hosting;

namespace Studio.Tests.Vault;

/// <summary>From sealed to open: in one piece, whatever happened while nothing could be written.</summary>
public sealed class UnsealTests(PreparedStudio prepared) : IClassFixture<PreparedStudio>, IAsyncLifetime
{
    const string Tokens = "/api/v1/tokens";
    const string Me = "/api/v1/me";

    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("studio-unseal-");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    string SealedAudit => Path.Combine(_folder.FullName, "data", "sealed-audit.jsonl");

    string KeyFile => Path.Combine(_folder.FullName, "studio-master.key");

    public ValueTask InitializeAsync()
    {
        prepared.CopyTo(_folder.FullName);
        File.Delete(KeyFile);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_token_that_was_made_while_sealed_is_listed_and_can_be_revoked_at_once()
    {
        await using var studio = await StartAsync();
        var client = studio.ClientWith(await studio.LogInAsync(StudioApp.AdminEmail));
        var id = (await client.GetAsync<MeResponse>(Me)).TokenId!;
        var first = await client.GetAsync<PagedResponse<TokenResponse>>($"{Tokens}?pageSize=1");
        var second = await client.GetAsync<PagedResponse<TokenResponse>>($"{Tokens}?pageSize=1&page=2");
        Assert.Equal((id, first.Total), (Assert.Single(first.Items).Id, second.Total));
        Assert.NotEqual(id, Assert.Single(second.Items).Id);
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{Tokens}/{id}", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(Me, Stop)).StatusCode);
        var admin = studio.ClientWith(prepared.AdminToken);
        await UnsealAsync(admin);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(Me, Stop)).StatusCode);
        var log = await AuditAsync(admin, $"?subject={id}");
        Assert.Equal(["token.revoke", "sign-in"], log.Items.Select(entry => entry.Action));
    }

    [Fact]
    public async Task A_token_that_was_made_while_sealed_is_one_like_any_other_afterwards()
    {
        string text;
        await using (var studio = await StartAsync())
        {
            text = await studio.LogInAsync(StudioApp.AdminEmail);
            await UnsealAsync(studio.ClientWith(text));
            await studio.StopAsync();
        }

        await File.WriteAllTextAsync(KeyFile, prepared.MasterKey, Stop);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var again = await StartAsync();
        var client = again.ClientWith(text);
        var id = (await client.GetAsync<MeResponse>(Me)).TokenId;
        Assert.Equal(HttpStatusCode.NoContent, (await client.DeleteAsync($"{Tokens}/{id}", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(Me, Stop)).StatusCode);
    }

    [Theory]
    [InlineData("{\"Id\":\"aud-torn")]
    [InlineData("null\n")]
    [InlineData(
        "{\"Id\":\"nothing\",\"At\":\"2026-01-01T00:00:00Z\",\"ActorName\":\"a\",\"Action\":\"b\",\"Result\":\"ok\"}\n"
    )]
    public async Task A_line_that_cannot_be_read_is_a_gap_in_the_log_and_costs_no_other_line(string torn)
    {
        await File.WriteAllTextAsync(SealedAudit, torn, Stop);
        await using var studio = await StartAsync();
        var admin = studio.ClientWith(await studio.LogInAsync(StudioApp.AdminEmail));
        await UnsealAsync(admin);
        var log = await AuditAsync(admin, "?pageSize=3");
        Assert.Equal(
            ["keys.unseal", "audit.gap", "sign-in"],
            log.Items.Select(entry => entry.Action)
                .OrderBy(action => Array.IndexOf(["keys.unseal", "audit.gap"], action) & 3)
        );
        Assert.False(File.Exists(SealedAudit));
        Assert.True((await admin.GetAsync<AuditVerifyResponse>("/api/v1/audit/verify")).Ok);
    }

    [Fact]
    public async Task Studio_starts_with_the_right_key_whatever_the_kept_entries_look_like()
    {
        await File.WriteAllTextAsync(SealedAudit, "{\"Id\":", Stop);
        await File.WriteAllTextAsync(KeyFile, prepared.MasterKey, Stop);
        File.SetUnixFileMode(KeyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var studio = await StartAsync();
        var log = await AuditAsync(studio.ClientWith(prepared.AdminToken), "?action=audit.gap");
        Assert.Equal("failed", Assert.Single(log.Items).Result);
    }

    [Fact]
    public async Task Kept_entries_that_cannot_be_added_now_wait_and_do_not_undo_the_opening()
    {
        await using var studio = await StartAsync();
        var admin = studio.ClientWith(await studio.LogInAsync(StudioApp.AdminEmail));
        await using (File.Open(SealedAudit, FileMode.Open, FileAccess.Read, FileShare.None))
            await UnsealAsync(admin);
        Assert.Equal("ok", Assert.Single((await AuditAsync(admin, "?action=keys.unseal")).Items).Result);
        Assert.True(File.Exists(SealedAudit));
    }

    [Fact]
    public async Task Writers_are_let_in_when_secrets_can_be_used_and_not_before()
    {
        await using var studio = await StartAsync();
        var admin = studio.ClientWith(await studio.LogInAsync(StudioApp.AdminEmail));
        var (gate, ring) = (
            studio.Services.GetRequiredService<WriteGate>(),
            studio.Services.GetRequiredService<VaultRing>()
        );
        List<bool> openTooSoon = [];
        using var commands = new Commands(studio.DatabaseFile, () => openTooSoon.Add(!gate.Sealed && ring.IsSealed));
        await UnsealAsync(admin);
        Assert.NotEmpty(openTooSoon);
        Assert.DoesNotContain(true, openTooSoon);
    }

    [Fact]
    public async Task A_wrong_key_is_wrong_for_an_open_vault_too()
    {
        await using var studio = await StartAsync();
        var admin = studio.ClientWith(prepared.AdminToken);
        await UnsealAsync(admin);
        var request = new UnsealRequest(new SecretValue(MasterKey.Create().Reveal()));
        var wrong = await admin.PostJsonAsync("/api/v1/keys/unseal", request);
        await wrong.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        await UnsealAsync(admin);
        var log = await AuditAsync(admin, "?action=keys.unseal");
        Assert.Equal(["ok", "failed", "ok"], log.Items.Select(entry => entry.Result));
    }

    async Task<StudioApp> StartAsync()
    {
        var studio = new StudioApp(_folder.FullName);
        await studio.StartAsync();
        return studio;
    }

    async Task UnsealAsync(HttpClient admin)
    {
        var request = new UnsealRequest(new SecretValue(prepared.MasterKey));
        var answer = await admin.PostJsonAsync("/api/v1/keys/unseal", request);
        Assert.False((await answer.ReadAsync<KeysStatusResponse>()).Sealed);
    }

    static Task<PagedResponse<AuditEntryResponse>> AuditAsync(HttpClient admin, string query) =>
        admin.GetAsync<PagedResponse<AuditEntryResponse>>($"/api/v1/audit{query}");

    /// <summary>Tells of every command to one database.</summary>
    sealed class Commands : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>, IDisposable
    {
        readonly string _file;
        readonly Action _seen;
        readonly List<IDisposable> _subscriptions = [];

        public Commands(string file, Action seen)
        {
            (_file, _seen) = (file, seen);
            _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        }

        public void OnNext(DiagnosticListener listener)
        {
            if (listener.Name == Microsoft.EntityFrameworkCore.DbLoggerCategory.Name)
                _subscriptions.Add(listener.Subscribe(this));
        }

        public void OnNext(KeyValuePair<string, object?> happened)
        {
            if (happened.Value is CommandEventData { Command.Connection.DataSource: { } source } && source == _file)
                _seen();
        }

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
    }
}
