using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Client.Audit;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Domain.Storage;
using Studio.Tests.Hosting;

namespace Studio.Tests.Audit;

public sealed class AuditApiTests : IAsyncLifetime
{
    readonly ManualClock _clock = new();
    readonly StudioApp _studio;

    public AuditApiTests() =>
        _studio = new StudioApp { Configure = services => services.AddSingleton<TimeProvider>(_clock) };

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _studio.InitializeAsync();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public async Task The_log_tells_who_did_what_to_whom_newest_first()
    {
        var all = await ListAsync("");
        Assert.Equal(["sign-in", "user.create", "setup"], all.Items.Select(entry => entry.Action));
        var created = all.Items[1];
        Assert.Equal(("token", StudioApp.AdminEmail, "ok"), (created.Actor.Kind, created.Actor.Name, created.Result));
        Assert.Equal(("user", StudioApp.ViewerEmail), (created.Subject!.Kind, created.Subject.Name));
    }

    [Fact]
    public async Task The_log_is_filtered_by_actor_action_subject_and_time()
    {
        var start = _clock.Now;
        _clock.Now += TimeSpan.FromHours(1);
        var answer = await _studio.Admin.PostJsonAsync("/api/v1/tokens", new CreateTokenRequest("ci"));
        var token = await answer.ReadAsync<CreatedTokenResponse>();
        Assert.Single((await ListAsync($"?actor={StudioApp.ViewerEmail}")).Items);
        Assert.Single((await ListAsync("?action=setup")).Items);
        Assert.Single((await ListAsync($"?subject={token.Id}")).Items);
        Assert.Single((await ListAsync($"?from={start.AddMinutes(30):yyyy-MM-ddTHH:mm:ssZ}")).Items);
        Assert.Equal(3, (await ListAsync($"?to={start.AddMinutes(30):yyyy-MM-ddTHH:mm:ssZ}")).Total);
        var second = await ListAsync("?page=2&pageSize=3");
        Assert.Equal("setup", Assert.Single(second.Items).Action);
        Assert.Equal(4, second.Total);
    }

    [Fact]
    public async Task A_refused_attempt_is_in_the_log()
    {
        var user = new CreateUserRequest("new@example.com", new(StudioApp.Password), "viewer");
        await _studio.Viewer.PostJsonAsync("/api/v1/users", user);
        var entry = Assert.Single((await ListAsync("?action=refused")).Items);
        Assert.Equal(
            (StudioApp.ViewerEmail, "denied", "user.create"),
            (entry.Actor.Name, entry.Result, entry.Subject!.Name)
        );
    }

    [Theory]
    [InlineData("/api/v1/audit")]
    [InlineData("/api/v1/audit/verify")]
    public async Task The_log_is_not_for_viewers(string path) =>
        await (await _studio.Viewer.GetAsync(path, Stop)).ReadProblemAsync(HttpStatusCode.Forbidden, "denied");

    [Fact]
    public async Task An_untouched_log_verifies()
    {
        var verdict = await VerifyAsync();
        Assert.Equal((true, 3), (verdict.Ok, verdict.Entries));
    }

    [Theory]
    [InlineData("UPDATE AuditEntries SET ActorName = 'eve' WHERE Sequence = 2", 2)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 2", 3)]
    [InlineData("DELETE FROM AuditEntries WHERE Sequence = 1", 2)]
    public async Task A_changed_log_says_where_it_breaks(string change, int brokenAt)
    {
        await using var database = _studio
            .Services.GetRequiredService<IDbContextFactory<StudioDbContext>>()
            .CreateDbContext();
        var entry = await database.AuditEntries.SingleAsync(row => row.Sequence == brokenAt, Stop);
        await database.Database.ExecuteSqlRawAsync(change, Stop);
        var verdict = await VerifyAsync();
        Assert.False(verdict.Ok);
        Assert.Equal($"{entry.Id}", verdict.BrokenAt);
        Assert.Contains($"Entry {brokenAt} ", verdict.Detail, StringComparison.Ordinal);
    }

    Task<PagedResponse<AuditEntryResponse>> ListAsync(string query) =>
        _studio.Admin.GetAsync<PagedResponse<AuditEntryResponse>>($"/api/v1/audit{query}");

    Task<AuditVerifyResponse> VerifyAsync() => _studio.Admin.GetAsync<AuditVerifyResponse>("/api/v1/audit/verify");
}
