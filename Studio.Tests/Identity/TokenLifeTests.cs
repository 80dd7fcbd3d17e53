using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Client.Audit;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

/// <summary>What ends a token, who sees it, and what it leaves in the log.</summary>
public sealed class TokenLifeTests(StudioApp studio) : IClassFixture<StudioApp>
{
    const string Tokens = "/api/v1/tokens";
    const string Me = "/api/v1/me";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null)]
    [InlineData(48)]
    public async Task A_token_does_not_outlive_the_one_that_it_was_made_with(int? hours)
    {
        var now = TimeProvider.System.GetUtcNow();
        var parent = await CreateAsync(studio.Admin, new("parent", ExpiresAt: now.AddHours(1)));
        DateTimeOffset? wanted = hours is null ? null : now.AddHours(hours.Value);
        var child = await CreateAsync(ClientOf(parent), new("child", ExpiresAt: wanted));
        Assert.Equal(parent.ExpiresAt, child.ExpiresAt);
        var sooner = await CreateAsync(ClientOf(parent), new("sooner", ExpiresAt: now.AddMinutes(1)));
        Assert.True(sooner.ExpiresAt < parent.ExpiresAt);
    }

    [Fact]
    public async Task A_revoked_token_takes_those_with_it_that_were_made_with_it()
    {
        var parent = await CreateAsync(studio.Admin, new("revoked"));
        var child = await CreateAsync(ClientOf(parent), new("revoked-child"));
        var grandchild = await CreateAsync(ClientOf(child), new("revoked-grandchild"));
        var sibling = await CreateAsync(studio.Admin, new("unharmed"));
        await studio.Admin.DeleteAsync($"{Tokens}/{parent.Id}", Stop);
        foreach (var ended in (CreatedTokenResponse[])[parent, child, grandchild])
            Assert.Equal(HttpStatusCode.Unauthorized, (await ClientOf(ended).GetAsync(Me, Stop)).StatusCode);
        await ClientOf(sibling).GetAsync<MeResponse>(Me);
    }

    [Fact]
    public async Task A_token_that_is_made_while_its_parent_is_revoked_does_not_work()
    {
        var parent = await CreateAsync(studio.Admin, new("going"));
        var actor = await studio.Services.GetRequiredService<IdentifyActor>().ByTokenAsync(parent.Token.Reveal(), Stop);
        var (create, revoke) = (
            studio.Services.GetRequiredService<CreateToken>(),
            studio.Services.GetRequiredService<RevokeToken>()
        );
        Task<Result<NewToken>> making;
        Task<Result<Done>> revoking;
        // Both have read before either may write.
        using (await studio.Services.GetRequiredService<WriteGate>().EnterAsync(Stop))
        {
            making = create.RunAsync(actor!, "going-child", null, null, null, Stop);
            revoking = revoke.RunAsync(actor!, parent.Id, Stop);
        }

        await revoking;
        var child = studio.ClientWith((await making).Value.Text.Reveal());
        Assert.Equal(HttpStatusCode.Unauthorized, (await child.GetAsync(Me, Stop)).StatusCode);
    }

    [Fact]
    public async Task A_new_password_ends_what_the_old_one_let_in_and_what_was_made_with_that()
    {
        var user = await CreateUserAsync("compromised@example.com");
        var login = studio.ClientWith(await studio.LogInAsync(user.Email));
        var child = ClientOf(await CreateAsync(login, new("kept-by-the-thief")));
        await child.GetAsync<MeResponse>(Me);
        await studio.Admin.PutJsonAsync(
            $"/api/v1/users/{user.Id}",
            new UpdateUserRequest { Password = new("six unrelated dogs") }
        );
        foreach (var client in (HttpClient[])[login, child])
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(Me, Stop)).StatusCode);
    }

    [Fact]
    public async Task Administrators_and_nobody_else_list_the_tokens_of_anyone()
    {
        var viewer = (await studio.Viewer.GetAsync<MeResponse>(Me)).Id;
        var made = await CreateAsync(studio.Viewer, new("of-the-viewer"));
        foreach (var user in (string[])[viewer, StudioApp.ViewerEmail])
        {
            var listed = await studio.Admin.GetAsync<PagedResponse<TokenResponse>>($"{Tokens}?user={user}");
            Assert.Contains(listed.Items, token => token.Id == made.Id);
        }

        var admin = (await studio.Admin.GetAsync<MeResponse>(Me)).Id;
        var answer = await studio.Viewer.GetAsync($"{Tokens}?user={admin}", Stop);
        await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        var nobody = await studio.Admin.GetAsync($"{Tokens}?user=nobody", Stop);
        await nobody.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
    }

    [Fact]
    public async Task Signing_in_names_the_token_in_the_log_so_that_it_can_be_revoked()
    {
        var client = studio.ClientWith(await studio.LogInAsync(StudioApp.ViewerEmail));
        var token = (await client.GetAsync<MeResponse>(Me)).TokenId;
        var entry = (await AuditAsync($"?subject={token}")).Items[^1];
        Assert.Equal(("sign-in", "token"), (entry.Action, entry.Subject!.Kind));
    }

    [Fact]
    public async Task Making_a_token_tells_the_log_what_it_may_do_and_until_when()
    {
        var until = TimeProvider.System.GetUtcNow().AddDays(1);
        var made = await CreateAsync(studio.Admin, new("told", ["view", "launch-services"], "default", until));
        var detail = Assert.Single((await AuditAsync($"?subject={made.Id}")).Items).Detail;
        Assert.Equal(
            $"scopes view, launch-services; project {made.Project}; until {until.UtcDateTime:yyyy-MM-dd HH:mm} UTC",
            detail
        );
    }

    [Fact]
    public async Task A_database_that_cannot_be_written_does_not_keep_a_token_from_reading()
    {
        var made = await CreateAsync(studio.Admin, new("reader"));
        await using var database = Database();
        await database.Database.ExecuteSqlRawAsync(
            "CREATE TRIGGER full BEFORE UPDATE OF LastUsedAt ON ApiTokens BEGIN SELECT RAISE(FAIL, 'full'); END",
            Stop
        );
        try
        {
            await ClientOf(made).GetAsync<MeResponse>(Me);
        }
        finally
        {
            await database.Database.ExecuteSqlRawAsync("DROP TRIGGER full", Stop);
        }
    }

    [Fact]
    public async Task Reaching_for_another_project_is_missing_and_in_the_log()
    {
        await using var database = Database();
        var other = new Project("elsewhere", TimeProvider.System.GetUtcNow());
        database.Add(other);
        await database.SaveChangesAsync(Stop);
        var made = await CreateAsync(studio.Admin, new("confined", Project: "default"));
        var answer = await ClientOf(made).GetAsync("/api/v1/projects/elsewhere/services", Stop);
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
        var entry = Assert.Single((await AuditAsync($"?actor={made.Id}&action=refused")).Items);
        Assert.Equal(($"{other.Id}", "denied"), (entry.Project, entry.Result));
    }

    [Fact]
    public async Task Searching_ignores_case()
    {
        var made = await CreateAsync(studio.Admin, new("needle"));
        var found = await studio.Admin.GetAsync<PagedResponse<TokenResponse>>($"{Tokens}?search=NEEDLE");
        Assert.Equal(made.Id, Assert.Single(found.Items).Id);
        var projects = await studio.Admin.GetAsync<PagedResponse<ProjectResponse>>("/api/v1/projects?search=DEFAULT");
        Assert.Equal("default", Assert.Single(projects.Items).Name);
    }

    StudioDbContext Database() =>
        studio.Services.GetRequiredService<IDbContextFactory<StudioDbContext>>().CreateDbContext();

    Task<PagedResponse<AuditEntryResponse>> AuditAsync(string query) =>
        studio.Admin.GetAsync<PagedResponse<AuditEntryResponse>>($"/api/v1/audit{query}");

    HttpClient ClientOf(CreatedTokenResponse token) => studio.ClientWith(token.Token.Reveal());

    static async Task<CreatedTokenResponse> CreateAsync(HttpClient owner, CreateTokenRequest request) =>
        await (await owner.PostJsonAsync(Tokens, request)).ReadAsync<CreatedTokenResponse>();

    async Task<UserResponse> CreateUserAsync(string email)
    {
        var request = new CreateUserRequest(email, new(StudioApp.Password), "viewer");
        return await (await studio.Admin.PostJsonAsync("/api/v1/users", request)).ReadAsync<UserResponse>();
    }
}
