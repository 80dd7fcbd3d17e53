using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Studio.Client.Audit;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

public sealed class LoginApiTests : IAsyncLifetime
{
    readonly ManualClock _clock = new();
    readonly StudioApp _studio;

    public LoginApiTests() =>
        _studio = new StudioApp { Configure = services => services.AddSingleton<TimeProvider>(_clock) };

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _studio.InitializeAsync();

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Fact]
    public async Task The_right_password_gives_a_token_that_works()
    {
        var client = _studio.ClientWith(await _studio.LogInAsync(StudioApp.AdminEmail.ToUpperInvariant()));
        Assert.Equal(StudioApp.AdminEmail, (await client.GetAsync<MeResponse>("/api/v1/me")).Email);
    }

    [Fact]
    public async Task A_wrong_password_and_an_unknown_account_get_the_same_answer()
    {
        var known = await LogInAsync(StudioApp.AdminEmail, "wrong");
        var unknown = await LogInAsync("nobody@example.com", "wrong");
        var first = await known.ReadProblemAsync(HttpStatusCode.Unauthorized, "bad-credentials");
        var second = await unknown.ReadProblemAsync(HttpStatusCode.Unauthorized, "bad-credentials");
        Assert.Equal(first.Detail, second.Detail);
    }

    [Theory]
    [InlineData(StudioApp.AdminEmail)]
    [InlineData("nobody@example.com")]
    public async Task Five_failures_lock_an_account_for_five_minutes_known_or_not(string email)
    {
        for (var i = 0; i < 5; i++)
            await LogInAsync(email, "wrong");
        var locked = await LogInAsync(email, StudioApp.Password);
        await locked.ReadProblemAsync(HttpStatusCode.TooManyRequests, "locked-out");

        _clock.Now += TimeSpan.FromMinutes(5);
        var later = await LogInAsync(email, StudioApp.Password);
        Assert.Equal(email == StudioApp.AdminEmail, later.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Many_failures_from_one_address_are_stopped_whatever_the_account()
    {
        for (var i = 0; i < 20; i++)
            await LogInAsync($"nobody{i}@example.com", "wrong");
        var limited = await LogInAsync(StudioApp.AdminEmail, StudioApp.Password);
        await limited.ReadProblemAsync(HttpStatusCode.TooManyRequests, "rate-limited");
    }

    [Fact]
    public async Task Attempts_at_once_get_no_further_than_attempts_in_a_row()
    {
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => LogInAsync(StudioApp.AdminEmail, "wrong"))
        );
        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized));
    }

    [Fact]
    public async Task Successes_are_not_counted()
    {
        for (var i = 0; i < 25; i++)
            await _studio.LogInAsync(StudioApp.AdminEmail);
    }

    [Fact]
    public async Task Both_outcomes_are_audited_and_what_was_typed_for_an_account_is_not()
    {
        await LogInAsync("a-password-in-the-wrong-field", "wrong");
        await _studio.LogInAsync(StudioApp.AdminEmail);
        var entries = await _studio.Admin.GetAsync<PagedResponse<AuditEntryResponse>>("/api/v1/audit?action=sign-in");
        Assert.Equal("ok", entries.Items[0].Result);
        Assert.Equal(StudioApp.AdminEmail, entries.Items[0].Actor.Name);
        Assert.Equal("failed", entries.Items[1].Result);
        var text = await _studio.Admin.GetStringAsync("/api/v1/audit", Stop);
        Assert.DoesNotContain("wrong-field", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_from_signing_in_ends_after_a_month()
    {
        var client = _studio.ClientWith(await _studio.LogInAsync(StudioApp.AdminEmail));
        _clock.Now += TimeSpan.FromDays(30);
        var answer = await client.GetAsync("/api/v1/me", Stop);
        await answer.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Theory]
    [InlineData(300)]
    [InlineData(10_000)]
    public async Task What_cannot_be_an_address_of_an_account_is_refused_as_ever_and_not_counted_as_one(int length)
    {
        var email = new string('a', length) + "@example.com";
        for (var i = 0; i < 6; i++)
            await (await LogInAsync(email, "wrong")).ReadProblemAsync(HttpStatusCode.Unauthorized, "bad-credentials");
    }

    Task<HttpResponseMessage> LogInAsync(string email, string password) =>
        _studio.Anonymous.PostJsonAsync("/api/v1/login", new LoginRequest(email, new(password)));
}
