using System.Net;
using Studio.Client.Identity;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

public sealed class SetupApiTests
{
    [Fact]
    public async Task Setup_makes_an_administrator_who_can_use_the_token_at_once()
    {
        await using var studio = new StudioApp();
        await studio.StartAsync();
        var admin = studio.ClientWith(await studio.SetUpAsync());
        var me = await admin.GetAsync<MeResponse>("/api/v1/me");
        Assert.Equal((StudioApp.AdminEmail, "administrator"), (me.Email, me.Role));
        Assert.Contains("manage-keys", me.Permissions);
        Assert.NotNull(me.TokenId);
    }

    [Fact]
    public async Task Setup_works_once_and_its_code_is_gone_afterwards()
    {
        await using var studio = new StudioApp();
        await studio.StartAsync();
        var code = studio.SetupCode;
        await studio.SetUpAsync();
        Assert.False(File.Exists(Path.Combine(studio.DataDirectory, "setup-code")));
        var again = await SetUpAsync(studio, code, StudioApp.Password);
        await again.ReadProblemAsync(HttpStatusCode.Conflict, "already-set-up");
    }

    [Fact]
    public async Task Of_many_setups_at_once_one_makes_an_administrator()
    {
        await using var studio = new StudioApp();
        await studio.StartAsync();
        var code = studio.SetupCode;
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(_ => SetUpAsync(studio, code, StudioApp.Password))
        );
        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.Created);
        Assert.Equal(4, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_wrong_setup_code_is_refused_and_cannot_be_guessed_at_leisure()
    {
        await using var studio = new StudioApp();
        await studio.StartAsync();
        var first = await SetUpAsync(studio, "wrong", StudioApp.Password);
        await first.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        for (var i = 0; i < 9; i++)
            await SetUpAsync(studio, "wrong", StudioApp.Password);
        var limited = await SetUpAsync(studio, studio.SetupCode, StudioApp.Password);
        await limited.ReadProblemAsync(HttpStatusCode.TooManyRequests, "rate-limited");
    }

    [Fact]
    public async Task A_weak_password_is_refused_with_a_sentence_for_each_rule()
    {
        await using var studio = new StudioApp();
        await studio.StartAsync();
        var answer = await SetUpAsync(studio, studio.SetupCode, "aaaa");
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(2, problem.Errors!["password"].Count);
        Assert.True(File.Exists(Path.Combine(studio.DataDirectory, "setup-code")));
    }

    [Fact]
    public async Task The_setup_code_survives_a_restart_and_only_its_owner_can_read_it()
    {
        await using var first = new StudioApp();
        await first.StartAsync();
        var code = first.SetupCode;
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite,
            File.GetUnixFileMode(Path.Combine(first.DataDirectory, "setup-code"))
        );
        await first.StopAsync();
        await using var second = new StudioApp(first.Folder);
        await second.StartAsync();
        Assert.Equal(code, second.SetupCode);
    }

    static Task<HttpResponseMessage> SetUpAsync(StudioApp studio, string code, string password) =>
        studio.Anonymous.PostJsonAsync(
            "/api/v1/setup",
            new SetupRequest(new(code), StudioApp.AdminEmail, new(password))
        );
}
