using System.Net;
using System.Net.Http.Headers;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.Launches;
using Studio.Client.SecretKeys;
using Studio.Tests.Hosting;
using Studio.Tests.Services;

namespace Studio.Tests.SecretKeys;

/// <summary>Day two with secrets, over HTTP: versions, import, rollout, presets, personal libraries.</summary>
public sealed class SecretLifeApiTests(ServicesApiTests.App fixture) : IClassFixture<ServicesApiTests.App>
{
    const string Root = "/api/v1/projects/default/secret-keys";
    const string Mine = "/api/v1/me/secret-keys";
    const string Services = "/api/v1/projects/default/services";
    const string Canary = "canary-5f3c9a-0123456789";

    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    readonly StudioApp _app = fixture.Studio;

    [Fact]
    public async Task An_import_tells_first_and_then_does_and_quotes_nothing()
    {
        await GivenAsync(Root, "import", new NewEntryRequest("A", new("value-of-a")), new("B", new("value-of-b")));
        var text = $"A=value-of-a\nC={Canary}\nC={Canary}\nbad {Canary}";
        var told = await _app.Admin.PostJsonAsync(
            $"{Root}/import/import",
            new ImportRequest(new(text), "replace", DryRun: true)
        );
        var diff = await told.ReadAsync<ImportResponse>();
        Assert.Equal((1, "C", "A", "B"), (diff.Version, diff.Added[0], diff.Unchanged[0], diff.Removed[0]));
        Assert.Equal(("C", 3, 4), (diff.Duplicates[0].Name, diff.Duplicates[0].Line, diff.Invalid[0].Line));

        var refused = await _app.Admin.PostJsonAsync($"{Root}/import/import", new ImportRequest(new(text)));
        await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.DoesNotContain("canary", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        var done = await _app.Admin.PostJsonAsync(
            $"{Root}/import/import",
            new ImportRequest(new($"C={Canary}"), "replace")
        );
        Assert.Equal(2, (await done.ReadAsync<ImportResponse>()).Version);
        Assert.Equal("C=\n", await _app.Viewer.GetStringAsync($"{Root}/import/export", Stop));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"dotenv":null}""")]
    [InlineData("""{"dotenv":7}""")]
    [InlineData("""{"dotenv":"A=canary-value","mode":"mix"}""")]
    [InlineData("""{"dotenv":"A=canary-value","dryRun":"maybe"}""")]
    [InlineData("""{"dotenv":"A=canary-value","values":true}""")]
    public async Task An_import_that_is_not_understood_is_a_400(string body)
    {
        var name = $"odd-{Guid.CreateVersion7().ToString("N")[^12..]}";
        await GivenAsync(Root, name);
        var refused = await _app.Admin.PostTextAsync($"{Root}/{name}/import", body);
        await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.DoesNotContain("canary", await refused.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_older_version_is_restored()
    {
        await GivenAsync(Root, "restore", new NewEntryRequest("A", new("value-of-a")));
        await _app.Admin.PutJsonAsync($"{Root}/restore/entries/B", new SetEntryRequest { Value = new("value-of-b") });
        var restored = await _app.Admin.PostAsync($"{Root}/restore/versions/1/restore", null, Stop);
        Assert.Equal("\"3\"", restored.Headers.ETag?.Tag);
        Assert.Equal(["A"], (await restored.ReadAsync<SecretKeysResponse>()).EntryNames);
        var versions = await _app.Viewer.GetAsync<PagedResponse<SecretKeysVersionResponse>>($"{Root}/restore/versions");
        Assert.Equal((3, 1), (versions.Items[0].Version, versions.Items[0].RestoredFrom));
        await (await _app.Admin.PostAsync($"{Root}/restore/versions/9/restore", null, Stop)).ReadProblemAsync(
            HttpStatusCode.NotFound,
            "missing"
        );
    }

    [Fact]
    public async Task Who_comes_second_is_told_what_was_changed()
    {
        await GivenAsync(Root, "second", new NewEntryRequest("A", new("value-of-a")));
        await _app.Admin.PutJsonAsync($"{Root}/second/entries/B", new SetEntryRequest { Value = new("value-of-b") });
        var request = new HttpRequestMessage(HttpMethod.Delete, $"{Root}/second/entries/A");
        request.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
        var refused = await _app.Admin.SendAsync(request, Stop);
        var body = await refused.Content.ReadAsStringAsync(Stop);
        Assert.Equal(HttpStatusCode.PreconditionFailed, refused.StatusCode);
        Assert.Contains("\"changed\":[\"B\"]", body, StringComparison.Ordinal);
        Assert.Contains("\"currentVersion\":2", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollout_answers_202_with_its_launches()
    {
        await GivenAsync(Root, "rolled", new NewEntryRequest("API_KEY", new("value-of-a-0123")));
        await _app.Admin.PostTextAsync(Services, Service("rolled", "rolled"));
        await LaunchAsync($"{Services}/rolled/launch");
        await _app.Admin.PutJsonAsync(
            $"{Root}/rolled/entries/API_KEY",
            new SetEntryRequest { Value = new("value-of-b-0123") }
        );
        var usage = await _app.Viewer.GetAsync<SecretKeysUsageResponse>($"{Root}/rolled/usage");
        Assert.Equal(
            (true, 1, true),
            (usage.Services[0].Stale, usage.Services[0].Version, usage.Services[0].Entries is null)
        );

        var answer = await _app.Admin.PostAsync($"{Root}/rolled/roll-out", null, Stop);
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var id = Assert.Single((await answer.ReadAsync<RolloutResponse>()).LaunchIds);
        await _app.Admin.GetStringAsync($"/api/v1/launches/{id}/events", Stop);
        var launch = await _app.Admin.GetAsync<LaunchResponse>($"/api/v1/launches/{id}");
        Assert.Equal(("live", "rollout", 2), (launch.State, launch.Reason, launch.SecretVersions[0].Version));

        // And with overlap: the new one has the old one's other entries.
        var copy = new CreateSecretKeysRequest(
            "rolled-2",
            Entries: [new("EXTRA", new("value-of-extra"))],
            CopyOf: "rolled"
        );
        Assert.Equal(
            ["API_KEY", "EXTRA"],
            (await (await _app.Admin.PostJsonAsync(Root, copy)).ReadAsync<SecretKeysResponse>()).EntryNames
        );
        var switched = await _app.Admin.PostJsonAsync($"{Root}/rolled/switch", new SwitchRequest("rolled-2"));
        Assert.Equal(["rolled"], (await switched.ReadAsync<SwitchResponse>()).Services);
        usage = await _app.Viewer.GetAsync<SecretKeysUsageResponse>($"{Root}/rolled-2/usage");
        Assert.Equal("rolled", Assert.Single(usage.Services).Name);
    }

    [Fact]
    public async Task Presets_tell_of_a_project_or_of_ones_own_library()
    {
        var request = new CreateSecretKeysRequest(
            "of-stripe",
            Preset: "stripe",
            Entries: [new(Value: new("sk_test_0123456789"))]
        );
        var created = await (await _app.Admin.PostJsonAsync(Root, request)).ReadAsync<SecretKeysResponse>();
        Assert.Equal(("stripe", "STRIPE_SECRET_KEY"), (created.Preset, created.EntryNames[0]));
        Assert.True(await HasStripeAsync(_app.Viewer, "?project=default"));
        Assert.False(await HasStripeAsync(_app.Admin, ""));
        await _app.Admin.PostJsonAsync(Mine, request with { Name = "own-stripe" });
        Assert.True(await HasStripeAsync(_app.Admin, ""));
        Assert.False(await HasStripeAsync(_app.Viewer, ""));
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await _app.Admin.GetAsync("/api/v1/presets?project=nothing", Stop)).StatusCode
        );
    }

    [Fact]
    public async Task A_personal_collection_is_404_for_everybody_else_on_every_path()
    {
        var answer = await _app.Viewer.PostJsonAsync(
            Mine,
            new CreateSecretKeysRequest("very-own", Entries: [new("A", new(Canary))])
        );
        var own = await answer.ReadAsync<SecretKeysResponse>();
        Assert.Equal($"{Mine}/{own.Id}", answer.Headers.Location?.ToString());
        Assert.Equal("very-own", (await _app.Viewer.GetAsync<SecretKeysResponse>($"{Mine}/{own.Id}")).Name);

        foreach (var root in new[] { Mine, Root })
        {
            foreach (var name in new[] { own.Id, "very-own" })
            {
                foreach (var (method, path, body) in Paths(name))
                {
                    var request = new HttpRequestMessage(method, $"{root}/{path}");
                    if (body is not null)
                        request.Content = new StringContent(body, null, "application/json");
                    var refused = await _app.Admin.SendAsync(request, Stop);
                    Assert.True(
                        refused.StatusCode == HttpStatusCode.NotFound,
                        $"{method} {root}/{path}: {refused.StatusCode}"
                    );
                }
            }

            var list = await _app.Admin.GetAsync<PagedResponse<SecretKeysListItemResponse>>(root);
            Assert.DoesNotContain(list.Items, keys => keys.Id == own.Id);
        }

        var switched = await _app.Admin.PostTextAsync($"{Root}/{own.Id}/switch", """{"to":"x"}""");
        Assert.Equal(HttpStatusCode.NotFound, switched.StatusCode);

        // No service uses it, so to its owner there is nothing to roll out.
        var rolledOut = await _app.Viewer.PostAsync($"{Mine}/very-own/roll-out", null, Stop);
        Assert.Equal(HttpStatusCode.Accepted, rolledOut.StatusCode);
        Assert.Empty((await rolledOut.ReadAsync<RolloutResponse>()).LaunchIds);

        Assert.Equal(1, (await _app.Viewer.GetAsync<SecretKeysResponse>($"{Mine}/very-own")).Version);
    }

    [Fact]
    public async Task A_service_cannot_bind_a_personal_collection()
    {
        var own = await GivenAsync(Mine, "not-bound", new NewEntryRequest("A", new(Canary)));
        foreach (var keys in new[] { own.Id, "not-bound" })
        {
            var refused = await _app.Admin.PostTextAsync(Services, Service("binder", keys));
            await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        }
    }

    [Fact]
    public async Task An_administrator_sees_that_they_exist_and_may_delete_them()
    {
        var own = await (
            await _app.Viewer.PostJsonAsync(
                Mine,
                new CreateSecretKeysRequest("to-be-deleted", Entries: [new("OPENAI_API_KEY", new(Canary))])
            )
        ).ReadAsync<SecretKeysResponse>();
        var users = await _app.Admin.GetAsync<PagedResponse<UserResponse>>("/api/v1/users?pageSize=200");
        var viewer = users.Items.Single(user => user.Email == StudioApp.ViewerEmail).Id;
        var text = await _app.Admin.GetStringAsync($"/api/v1/users/{viewer}/secret-keys", Stop);
        Assert.Contains(own.Id, text, StringComparison.Ordinal);
        Assert.DoesNotContain("to-be-deleted", text, StringComparison.Ordinal);
        Assert.DoesNotContain("OPENAI", text, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await _app.Viewer.GetAsync($"/api/v1/users/{viewer}/secret-keys", Stop)).StatusCode
        );

        var path = $"/api/v1/users/{StudioApp.ViewerEmail}/secret-keys/{own.Id}";
        Assert.Equal(HttpStatusCode.NoContent, (await _app.Admin.DeleteAsync(path, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.Admin.DeleteAsync(path, Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _app.Viewer.GetAsync($"{Mine}/{own.Id}", Stop)).StatusCode);
    }

    static IEnumerable<(HttpMethod Method, string Path, string? Body)> Paths(string keys) =>
        [
            (HttpMethod.Get, keys, null),
            (HttpMethod.Put, keys, """{"name":"other"}"""),
            (HttpMethod.Delete, $"{keys}?force=true", null),
            (HttpMethod.Put, $"{keys}/entries/A", """{"value":"another-value"}"""),
            (HttpMethod.Delete, $"{keys}/entries/A", null),
            (HttpMethod.Get, $"{keys}/versions", null),
            (HttpMethod.Post, $"{keys}/versions/1/restore", null),
            (HttpMethod.Post, $"{keys}/import", """{"dotenv":"A=1","dryRun":true}"""),
            (HttpMethod.Get, $"{keys}/export", null),
            (HttpMethod.Get, $"{keys}/usage", null),
            (HttpMethod.Post, $"{keys}/roll-out", null),
        ];

    static string Service(string name, string keys) =>
        $$"""{"name":"{{name}}","image":"registry.example.com/team/app:1","bindings":[{"secretKeys":"{{keys}}"}]}""";

    static async Task<bool> HasStripeAsync(HttpClient client, string query) =>
        (await client.GetAsync<IReadOnlyList<PresetResponse>>($"/api/v1/presets{query}"))
            .Single(preset => preset.Id == "stripe")
            .Exists;

    async Task LaunchAsync(string path)
    {
        var accepted = await (await _app.Admin.PostAsync(path, null, Stop)).ReadAsync<LaunchAcceptedResponse>();
        await _app.Admin.GetStringAsync($"/api/v1/launches/{accepted.LaunchId}/events", Stop);
    }

    async Task<SecretKeysResponse> GivenAsync(string root, string name, params NewEntryRequest[] entries) =>
        await (
            await _app.Admin.PostJsonAsync(root, new CreateSecretKeysRequest(name, Entries: entries))
        ).ReadAsync<SecretKeysResponse>();
}
