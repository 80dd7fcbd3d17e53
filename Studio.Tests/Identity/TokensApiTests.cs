using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Domain.Storage;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

public sealed class TokensApiTests(StudioApp studio) : IClassFixture<StudioApp>
{
    const string Tokens = "/api/v1/tokens";
    const string Me = "/api/v1/me";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_on_the_way_keeps_an_answer_with_a_token()
    {
        var login = await studio.Anonymous.PostJsonAsync(
            "/api/v1/login",
            new LoginRequest(StudioApp.AdminEmail, new(StudioApp.Password))
        );
        var made = await studio.Admin.PostTextAsync("/api/v1/tokens", """{"name":"not-stored","scopes":["view"]}""");
        Assert.All([login, made], answer => Assert.True(answer.Headers.CacheControl?.NoStore));
    }

    [Fact]
    public async Task A_tokens_text_is_answered_once_and_stored_nowhere()
    {
        var made = await CreateAsync(studio.Admin, new("once"));
        var text = made.Token.Reveal();
        Assert.Matches(@"\Astu_[A-Za-z0-9_-]{43}\z", text);
        Assert.DoesNotContain(text, await studio.Admin.GetStringAsync(Tokens, Stop), StringComparison.Ordinal);
        await using var database = studio
            .Services.GetRequiredService<IDbContextFactory<StudioDbContext>>()
            .CreateDbContext();
        foreach (var token in await database.ApiTokens.ToListAsync(Stop))
            Assert.DoesNotContain(text, System.Text.Encoding.Latin1.GetString(token.Hash), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scoped_token_has_its_scopes_only()
    {
        var client = await ClientAsync(studio.Admin, new("scoped", ["view", "manage-tokens", "use-personal-secrets"]));
        Assert.Equal(
            ["view", "manage-tokens", "use-personal-secrets"],
            (await client.GetAsync<MeResponse>(Me)).Permissions
        );
        await (await client.GetAsync("/api/v1/users", Stop)).ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Fact]
    public async Task A_token_cannot_make_one_with_more_rights_than_its_own()
    {
        var client = await ClientAsync(studio.Admin, new("narrow", ["view", "manage-tokens", "use-personal-secrets"]));
        var more = await client.PostJsonAsync(Tokens, new CreateTokenRequest("more", ["view", "manage-users"]));
        await more.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        var same = await CreateAsync(client, new("same"));
        Assert.Equal(["view", "manage-tokens", "use-personal-secrets"], same.Scopes!);
    }

    [Fact]
    public async Task A_viewers_token_cannot_do_more_than_a_viewer()
    {
        var answer = await studio.Viewer.PostJsonAsync(Tokens, new CreateTokenRequest("more", ["manage-secrets"]));
        await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        var client = await ClientAsync(studio.Viewer, new("all"));
        Assert.Equal(
            ["view", "manage-tokens", "use-personal-secrets"],
            (await client.GetAsync<MeResponse>(Me)).Permissions
        );
    }

    [Fact]
    public async Task A_token_of_a_project_sees_that_project_and_cannot_act_outside()
    {
        var client = await ClientAsync(studio.Admin, new("of-project", Project: "default"));
        var projects = await client.GetAsync<PagedResponse<ProjectResponse>>("/api/v1/projects");
        Assert.Equal("default", Assert.Single(projects.Items).Name);
        await (await client.GetAsync(Tokens, Stop)).ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Fact]
    public async Task A_revoked_token_is_refused_at_the_next_request()
    {
        var made = await CreateAsync(studio.Admin, new("short-lived"));
        var client = studio.ClientWith(made.Token.Reveal());
        await client.GetAsync<MeResponse>(Me);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await studio.Admin.DeleteAsync($"{Tokens}/{made.Id}", Stop)).StatusCode
        );
        await (await client.GetAsync(Me, Stop)).ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        var left = await studio.Admin.GetAsync<PagedResponse<TokenResponse>>(Tokens);
        Assert.DoesNotContain(left.Items, token => token.Id == made.Id);
    }

    [Fact]
    public async Task The_token_of_someone_else_is_missing_except_for_administrators()
    {
        var admins = await CreateAsync(studio.Admin, new("admins"));
        var viewers = await CreateAsync(studio.Viewer, new("viewers"));
        var answer = await studio.Viewer.DeleteAsync($"{Tokens}/{admins.Id}", Stop);
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
        var listed = await studio.Viewer.GetAsync<PagedResponse<TokenResponse>>(Tokens);
        Assert.DoesNotContain(listed.Items, token => token.Id == admins.Id);
        var revoked = await studio.Admin.DeleteAsync($"{Tokens}/{viewers.Id}", Stop);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
    }

    [Theory]
    [InlineData("name", "Not A Name", null)]
    [InlineData("scopes[0]", "ci", "everything")]
    public async Task A_wrong_field_is_named(string field, string name, string? scope)
    {
        var request = new CreateTokenRequest(name, scope is null ? null : [scope]);
        var answer = await studio.Admin.PostJsonAsync(Tokens, request);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(field, Assert.Single(problem.Errors!).Key);
    }

    [Fact]
    public async Task A_token_cannot_be_born_expired()
    {
        var past = TimeProvider.System.GetUtcNow().AddMinutes(-1);
        var answer = await studio.Admin.PostJsonAsync(Tokens, new CreateTokenRequest("late", ExpiresAt: past));
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal("expiresAt", Assert.Single(problem.Errors!).Key);
    }

    [Theory]
    [InlineData("stu_wrong")]
    [InlineData("")]
    public async Task A_wrong_token_is_401(string token)
    {
        var answer = await studio.ClientWith(token).GetAsync(Me, Stop);
        await answer.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    [Theory]
    [InlineData("token")]
    [InlineData("access_token")]
    public async Task A_token_in_the_address_is_not_taken(string parameter)
    {
        var made = await CreateAsync(studio.Admin, new("in-address"));
        var answer = await studio.Anonymous.GetAsync($"{Me}?{parameter}={made.Token.Reveal()}", Stop);
        await answer.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
    }

    async Task<HttpClient> ClientAsync(HttpClient owner, CreateTokenRequest request) =>
        studio.ClientWith((await CreateAsync(owner, request)).Token.Reveal());

    static async Task<CreatedTokenResponse> CreateAsync(HttpClient owner, CreateTokenRequest request)
    {
        var answer = await owner.PostJsonAsync(Tokens, request);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.ReadAsync<CreatedTokenResponse>();
    }
}
