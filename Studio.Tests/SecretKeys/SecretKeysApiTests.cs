using System.Net;
using System.Net.Http.Headers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.SecretKeys;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;
using Studio.Tests.Hosting;

namespace Studio.Tests.SecretKeys;

public sealed class SecretKeysApiTests(StudioApp app) : IClassFixture<StudioApp>
{
    const string Root = "/api/v1/projects/default/secret-keys";
    const string Canary = "canary-5f3c9a-0123456789";

    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Creating_answers_201_with_what_get_gives_and_never_a_value()
    {
        var request = new CreateSecretKeysRequest(
            "create",
            "about",
            Entries: [new("API_KEY", new(Canary)), new("PIN", new("12"))]
        );
        var answer = await app.Admin.PostJsonAsync(Root, request);
        var created = await answer.ReadAsync<SecretKeysResponse>();
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("\"1\"", answer.Headers.ETag?.Tag);
        Assert.EndsWith($"/secret-keys/{created.Id}", answer.Headers.Location?.ToString(), StringComparison.Ordinal);
        Assert.Contains("PIN", Assert.Single(created.Warnings!), StringComparison.Ordinal);
        var entry = created.Entries[0];
        Assert.Equal(
            ("API_KEY", "literal", "env", "••••••••6789", 24, 1),
            (entry.Name, entry.Source, entry.Delivery, entry.Preview, entry.Bytes, entry.Version)
        );

        var got = await app.Viewer.GetAsync($"{Root}/{created.Id}", Stop);
        Assert.Equal("\"1\"", got.Headers.ETag?.Tag);
        Assert.Equal(await answer.Content.ReadAsStringAsync(Stop), await got.Content.ReadAsStringAsync(Stop));
        Assert.DoesNotContain("canary", await got.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_show_names_and_counts_and_can_be_searched()
    {
        await GivenAsync("list-one", new NewEntryRequest("A", new(Canary)), new("B", new(Canary)));
        await GivenAsync("list-two");
        var page = await app.Viewer.GetAsync<PagedResponse<SecretKeysListItemResponse>>(
            $"{Root}?search=list-&sort=-entries&pageSize=1&unused=true"
        );
        Assert.Equal((1, 1, 2L), (page.Page, page.PageSize, page.Total));
        Assert.Equal(("list-one", 2), (page.Items[0].Name, page.Items[0].EntryCount));
        await (await app.Viewer.GetAsync($"{Root}?sort=value", Stop)).ReadProblemAsync(
            HttpStatusCode.BadRequest,
            "invalid"
        );
    }

    [Fact]
    public async Task What_get_gave_can_be_put_back_and_keeps_every_value()
    {
        var keys = await GivenAsync("round-trip", new NewEntryRequest("API_KEY", new(Canary)), new("PIN", new("12")));
        var text = await app.Admin.GetStringAsync($"{Root}/round-trip", Stop);
        var answer = await app.Admin.PutAsync(
            $"{Root}/round-trip",
            new StringContent(text, null, "application/json"),
            Stop
        );
        var same = await answer.ReadAsync<SecretKeysResponse>();
        Assert.Equal((keys.Id, 1), (same.Id, same.Version));

        var update = new UpdateSecretKeysRequest
        {
            Name = "round-trip-2",
            Entries = [new() { Name = "API_KEY" }, new() { Name = "NEW", Value = new("a-new-value") }],
        };
        var updated = await (await app.Admin.PutJsonAsync($"{Root}/{keys.Id}", update)).ReadAsync<SecretKeysResponse>();
        Assert.Equal(("round-trip-2", 2), (updated.Name, updated.Version));
        Assert.Equal(["API_KEY", "NEW"], updated.EntryNames);
        Assert.Equal(1, updated.Entries[0].Version);
    }

    [Fact]
    public async Task One_entry_is_set_and_removed_under_the_version_that_was_seen()
    {
        await GivenAsync("entries");
        var path = $"{Root}/entries/entries/API_KEY";
        var set = await SendAsync(HttpMethod.Put, path, "1", $$"""{"value":"{{Canary}}"}""");
        Assert.Equal("\"2\"", set.Headers.ETag?.Tag);
        Assert.Equal("API_KEY", Assert.Single((await set.ReadAsync<SecretKeysResponse>()).Entries).Name);
        var stale = await SendAsync(HttpMethod.Put, path, "1", """{"value":"another-value"}""");
        await stale.ReadProblemAsync(HttpStatusCode.PreconditionFailed, "stale");
        await (await SendAsync(HttpMethod.Delete, path, "1")).ReadProblemAsync(
            HttpStatusCode.PreconditionFailed,
            "stale"
        );
        var removed = await SendAsync(HttpMethod.Delete, path, "2");
        Assert.Equal((HttpStatusCode.NoContent, "\"3\""), (removed.StatusCode, removed.Headers.ETag?.Tag));
        await (await SendAsync(HttpMethod.Delete, path)).ReadProblemAsync(HttpStatusCode.NotFound, "missing");

        var versions = await app.Viewer.GetAsync<PagedResponse<SecretKeysVersionResponse>>($"{Root}/entries/versions");
        Assert.Equal([3, 2, 1], versions.Items.Select(version => version.Version));
        Assert.Equal(["API_KEY"], versions.Items[0].Removed);
    }

    [Fact]
    public async Task Deleting_takes_a_fresh_version_and_what_is_gone_is_missing()
    {
        await GivenAsync("delete-me");
        var path = $"{Root}/delete-me";
        var usage = await app.Viewer.GetAsync<SecretKeysUsageResponse>($"{path}/usage");
        Assert.Empty(usage.Services);
        await (await SendAsync(HttpMethod.Delete, path, "9")).ReadProblemAsync(
            HttpStatusCode.PreconditionFailed,
            "stale"
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await SendAsync(HttpMethod.Delete, $"{path}?force=true", "1")).StatusCode
        );
        foreach (var gone in new[] { path, $"{path}/versions", $"{path}/usage" })
            await (await app.Admin.GetAsync(gone, Stop)).ReadProblemAsync(HttpStatusCode.NotFound, "missing");
        await (await SendAsync(HttpMethod.Delete, path)).ReadProblemAsync(HttpStatusCode.NotFound, "missing");
    }

    [Theory]
    [InlineData("""{"name":"Bad Name","entries":[]}""", "name")]
    [InlineData("""{"name":"x","description":"\u202e"}""", "description")]
    [InlineData("""{"name":"x","preset":"nobody"}""", "preset")]
    [InlineData("""{"name":"x","preset":"openai"}""", "entries")]
    [InlineData("""{"name":"x","preset":"openai","entries":[{"name":"KEY","value":"canary-x"}]}""", "entries[0].name")]
    [InlineData("""{"name":"x","entries":[null]}""", "entries[0]")]
    [InlineData("""{"name":"x","entries":[{"name":"A"}]}""", "entries[0].value")]
    [InlineData("""{"name":"x","entries":[{"name":"A","value":""}]}""", "entries[0].value")]
    [InlineData("""{"name":"x","entries":[{"name":"A","value":"canary\u0000"}]}""", "entries[0].value")]
    [InlineData("""{"name":"x","entries":[{"name":"1X","value":"canary"}]}""", "entries[0].name")]
    [InlineData("""{"name":"x","entries":[{"name":"PATH","value":"canary"}]}""", "entries[0].name")]
    [InlineData(
        """{"name":"x","entries":[{"name":"A","value":"b"},{"name":"A","value":"canary"}]}""",
        "entries[1].name"
    )]
    [InlineData("""{"name":"x","entries":[{"name":"A","reference":"env:canary"}]}""", "entries[0].reference")]
    [InlineData("""{"name":"x","entries":[{"name":"A","file":"Y2FuYXJ5"}]}""", "entries[0].file")]
    [InlineData("""{"name":"x","entries":[{"name":"A","value":"canary","delivery":"file"}]}""", "entries[0].delivery")]
    [InlineData(
        """{"name":"x","entries":[{"name":"A","value":"canary","delivery":"canary"}]}""",
        "entries[0].delivery"
    )]
    public async Task What_breaks_a_rule_is_a_400_that_names_the_field_and_quotes_nothing(string body, string field)
    {
        var answer = await app.Admin.PostTextAsync(Root, body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(field, Assert.Single(problem.Errors!).Key);
        Assert.DoesNotContain(
            "canary",
            await answer.Content.ReadAsStringAsync(Stop),
            StringComparison.OrdinalIgnoreCase
        );
    }

    [Theory]
    [InlineData("""{"name":"x","entries":[{"name":"A","value":"canary","colour":"red"}]}""")]
    [InlineData("""{"name":"x","entries":[{"name":"A","value":["canary"]}]}""")]
    [InlineData("""{"name":"x","entries":[{"name":"A","value":"canary}""")]
    [InlineData("""{"name":"x","entries":[{"name":"A","value":"canary\ud800"}]}""")]
    public async Task A_malformed_body_is_a_400_that_quotes_nothing(string body)
    {
        var answer = await app.Admin.PostTextAsync(Root, body);
        await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.DoesNotContain("canary", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reserved_name_takes_an_explicit_yes()
    {
        var keys = await GivenAsync("reserved", new NewEntryRequest("PATH", new("/opt/bin:/bin"), AllowReserved: true));
        Assert.Equal(["PATH"], keys.EntryNames);
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        await GivenAsync("taken");
        var answer = await app.Admin.PostJsonAsync(Root, new CreateSecretKeysRequest("taken"));
        await answer.ReadProblemAsync(HttpStatusCode.Conflict, "name-taken");
    }

    [Fact]
    public async Task Who_may_only_look_is_denied_and_who_is_nobody_is_not_asked_in()
    {
        await GivenAsync("looked-at");
        var create = await app.Viewer.PostJsonAsync(Root, new CreateSecretKeysRequest("mine"));
        await create.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        var anonymous = await app.Anonymous.GetAsync($"{Root}/looked-at", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    [Fact]
    public async Task A_token_for_another_project_finds_nothing()
    {
        await GivenAsync("elsewhere");
        await using (var database = await Databases().CreateDbContextAsync(Stop))
        {
            database.Add(new Project("other", TimeProvider.System.GetUtcNow()));
            await database.SaveChangesAsync(Stop);
        }

        var token = await (
            await app.Admin.PostJsonAsync("/api/v1/tokens", new CreateTokenRequest("other-only", Project: "other"))
        ).ReadAsync<CreatedTokenResponse>();
        using var client = app.ClientWith(token.Token.Reveal());
        var answer = await client.GetAsync($"{Root}/elsewhere", Stop);
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
        var across = await client.GetAsync("/api/v1/projects/other/secret-keys/elsewhere", Stop);
        await across.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
    }

    [Fact]
    public async Task No_request_of_this_api_opens_a_value()
    {
        var vault = app.Services.GetRequiredService<SecretVault>();
        var before = vault.OpenedCount;
        await GivenAsync("unopened", new NewEntryRequest("A", new(Canary)));
        await app.Admin.GetStringAsync(Root, Stop);
        await app.Admin.GetStringAsync($"{Root}/unopened", Stop);
        await SendAsync(HttpMethod.Put, $"{Root}/unopened/entries/B", null, $$"""{"value":"{{Canary}}"}""");
        Assert.Equal(before, vault.OpenedCount);
    }

    IDbContextFactory<StudioDbContext> Databases() =>
        app.Services.GetRequiredService<IDbContextFactory<StudioDbContext>>();

    async Task<SecretKeysResponse> GivenAsync(string name, params NewEntryRequest[] entries) =>
        await (
            await app.Admin.PostJsonAsync(Root, new CreateSecretKeysRequest(name, Entries: entries))
        ).ReadAsync<SecretKeysResponse>();

    async Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? version = null,
        string? body = null
    )
    {
        using var request = new HttpRequestMessage(method, path);
        if (version is not null)
            request.Headers.IfMatch.Add(new EntityTagHeaderValue($"\"{version}\""));
        if (body is not null)
            request.Content = new StringContent(body, null, "application/json");
        return await app.Admin.SendAsync(request, Stop);
    }
}
