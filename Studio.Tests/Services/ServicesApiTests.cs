using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Studio.Client;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.Launches;
using Studio.Client.PullSecrets;
using Studio.Client.SecretKeys;
using Studio.Client.Services;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Services;

/// <summary>Every path of services and launches over HTTP, with an engine in memory.</summary>
public sealed class ServicesApiTests(ServicesApiTests.App fixture) : IClassFixture<ServicesApiTests.App>
{
    const string Root = "/api/v1/projects/default/services";
    const string Keys = "/api/v1/projects/default/secret-keys";
    const string PullSecrets = "/api/v1/projects/default/pull-secrets";
    const string Image = "registry.example.com/team/app:1";
    const string Canary = "canary-5f3c9a-0123456789";

    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    readonly StudioApp _app = fixture.Studio;

    [Fact]
    public async Task Creating_answers_201_with_what_get_gives()
    {
        await GivenKeysAsync("create-keys");
        var definition = $$$"""
            {"name":"create","image":"{{{Image}}}","command":"httpd -f -p '8080'","environment":[{"name":"MODE","value":"prod"}],
             "bindings":[{"secretKeys":"create-keys","prefix":"W_"}],"ports":[{"container":8080,"host":18080}],
             "health":{"http":{"port":8080,"path":"/"}},"resources":{"memoryMiB":64},"profile":"strict"}
            """;

        var answer = await _app.Admin.PostTextAsync(Root, definition);
        var created = await answer.ReadAsync<ServiceResponse>();

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal("\"1\"", answer.Headers.ETag?.Tag);
        Assert.Equal(["httpd", "-f", "-p", "8080"], created.Command?.Arguments);
        Assert.Equal("create-keys", Assert.Single(created.Bindings).SecretKeys);
        Assert.Equal(("127.0.0.1", "tcp"), (created.Ports[0].HostIp, created.Ports[0].Protocol));
        Assert.Equal(
            ("stopped", "stopped", "none"),
            (created.State.Desired, created.State.Status, created.State.Health)
        );
        Assert.Equal(1, created.Revision);
        var got = await _app.Viewer.GetAsync($"{Root}/create", Stop);
        Assert.Equal(await answer.Content.ReadAsStringAsync(Stop), await got.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_token_that_may_only_launch_can_launch()
    {
        await GivenServiceAsync("from-ci");
        var request = new CreateTokenRequest("ci", ["launch-services"], "default");
        var token = await (await _app.Admin.PostJsonAsync("/api/v1/tokens", request)).ReadAsync<CreatedTokenResponse>();
        var client = _app.ClientWith(token.Token.Reveal());
        var launched = await client.PostAsync($"{Root}/from-ci/launch", null, Stop);
        Assert.Equal(HttpStatusCode.Accepted, launched.StatusCode);
        await (await client.GetAsync($"{Root}/from-ci", Stop)).ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Fact]
    public async Task What_get_gave_can_be_put_back_and_a_change_makes_a_revision()
    {
        await GivenServiceAsync("put-back");
        var got = await _app.Admin.GetStringAsync($"{Root}/put-back", Stop);

        var answer = await _app.Admin.PutAsync(
            $"{Root}/put-back",
            new StringContent(got, null, "application/json"),
            Stop
        );

        Assert.Equal(1, (await answer.ReadAsync<ServiceResponse>()).Revision);
        var changed = got.Replace("\"description\":null", "\"description\":\"new\"", StringComparison.Ordinal);
        await _app.Admin.PutAsync($"{Root}/put-back", new StringContent(changed, null, "application/json"), Stop);
        var revisions = await _app.Viewer.GetAsync<PagedResponse<RevisionResponse>>($"{Root}/put-back/revisions");
        Assert.Equal([2, 1], revisions.Items.Select(revision => revision.Revision));
    }

    [Fact]
    public async Task A_version_that_is_no_longer_the_newest_is_412()
    {
        await GivenServiceAsync("stale");
        var request = new HttpRequestMessage(HttpMethod.Delete, $"{Root}/stale");
        request.Headers.IfMatch.Add(new("\"7\""));
        await (await _app.Admin.SendAsync(request, Stop)).ReadProblemAsync(HttpStatusCode.PreconditionFailed, "stale");
    }

    [Fact]
    public async Task Every_field_that_is_wrong_is_named_and_nothing_is_stored()
    {
        var answer = await _app.Admin.PostTextAsync(
            Root,
            """
            {"name":"Bad Name","image":"-x","command":"'open","environment":[{"name":"A=B","value":"x"}],
             "bindings":[{"secretKeys":"nowhere"}],"ports":[{"container":0}],"health":{},"pullSecret":"nowhere"}
            """
        );
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Contains("command", problem.Errors!.Keys);

        answer = await _app.Admin.PostTextAsync(
            Root,
            """
            {"name":"Bad Name","image":"-x","environment":[{"name":"A=B","value":"x"}],
             "bindings":[{"secretKeys":"nowhere"}],"ports":[{"container":0}],"health":{},"pullSecret":"nowhere"}
            """
        );
        problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(
            [
                "bindings[0].secretKeys",
                "environment[0].name",
                "health",
                "image",
                "name",
                "ports[0].container",
                "pullSecret",
            ],
            problem.Errors!.Keys.Order()
        );
        var all = await _app.Viewer.GetAsync<PagedResponse<ServiceListItemResponse>>($"{Root}?search=bad");
        Assert.Empty(all.Items);
    }

    [Theory]
    [InlineData("""{"name":"x","image":"a/b:1","wat":1}""", "wat")]
    [InlineData("""{"name":"x","image":"a/b:1","storage":{"images":[]}}""", "images")]
    [InlineData("""{"name":"x","image":"a/b:1","rooms":"all"}""", "rooms")]
    [InlineData("""{"name":"x","image":"a/b:1","secrets":[{"name":"A","reference":"env:B"}]}""", "secrets")]
    [InlineData("""{"name":"x","image":"a/b:1","profile":"privileged"}""", "profile")]
    public async Task What_is_not_known_or_not_supported_is_said_and_not_dropped(string body, string field)
    {
        var problem = await (await _app.Admin.PostTextAsync(Root, body)).ReadProblemAsync(
            HttpStatusCode.BadRequest,
            "invalid"
        );
        Assert.Contains(field, string.Join(' ', problem.Errors!.Keys) + problem.Detail);
    }

    [Fact]
    public async Task A_pull_secret_for_another_registry_is_a_mismatch()
    {
        var secret = new PullSecretRequest
        {
            Name = "mismatch",
            Registry = "other",
            Server = "other.example.com",
            Username = "u",
            Password = new(new SecretValue("a-password")),
        };
        (await _app.Admin.PostJsonAsync(PullSecrets, secret)).EnsureSuccessStatusCode();
        var service = new CreateServiceRequest
        {
            Name = "mismatch",
            Image = Image,
            PullSecret = "mismatch",
        };
        await (await _app.Admin.PostJsonAsync(Root, service)).ReadProblemAsync(
            HttpStatusCode.BadRequest,
            "registry-mismatch"
        );
    }

    [Fact]
    public async Task The_preview_is_masked_and_says_where_each_value_comes_from()
    {
        await GivenKeysAsync("preview-keys");
        await GivenServiceAsync("preview", "preview-keys");

        var answer = await _app.Viewer.PostAsync($"{Root}/preview/preview", null, Stop);
        var text = await answer.Content.ReadAsStringAsync(Stop);
        var preview = await answer.ReadAsync<PreviewResponse>();

        var variable = Assert.Single(preview.Environment);
        Assert.Equal(
            ("API_KEY", "env", "••••••••6789", 24),
            (variable.Name, variable.Delivery, variable.Preview, variable.Bytes)
        );
        Assert.Equal(
            ("secret-keys", "preview-keys", 1),
            (variable.Source.Kind, variable.Source.Name, variable.Source.Version)
        );
        Assert.Contains("-e API_KEY=••••••••6789", preview.EquivalentCommand);
        Assert.DoesNotContain(Canary, text);
    }

    [Fact]
    public async Task A_launch_is_accepted_followed_and_found()
    {
        await GivenKeysAsync("launch-keys");
        await GivenServiceAsync("launch", "launch-keys");

        var answer = await _app.Admin.PostAsync($"{Root}/launch/launch", null, Stop);
        var accepted = await answer.ReadAsync<LaunchAcceptedResponse>();
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var lines = await _app.Viewer.GetStringAsync($"/api/v1/launches/{accepted.LaunchId}/events", Stop);
        var events = lines
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonSerializer.Deserialize(line, StudioJson.Tolerant.LaunchEventResponse)!)
            .ToList();
        Assert.Equal("live", events[^1].State);
        var launch = await _app.Viewer.GetAsync<LaunchResponse>($"/api/v1/launches/{accepted.LaunchId}");
        Assert.Equal("live", launch.State);
        Assert.Equal(
            ["resolving", "pulling", "creating", "starting", "waiting-healthy"],
            launch.Steps.Select(step => step.Name)
        );
        Assert.All(launch.Steps, step => Assert.Equal("done", step.State));
        Assert.Equal("launch-keys", Assert.Single(launch.SecretVersions).Name);
        var service = await _app.Viewer.GetAsync<ServiceResponse>($"{Root}/launch");
        Assert.Equal(
            ("running", "running", accepted.LaunchId),
            (service.State.Desired, service.State.Status, service.State.LaunchId)
        );
        var launches = await _app.Viewer.GetAsync<PagedResponse<LaunchResponse>>($"{Root}/launch/launches");
        Assert.Equal(accepted.LaunchId, Assert.Single(launches.Items).Id);

        Assert.Equal(
            HttpStatusCode.Accepted,
            (await _app.Admin.PostAsync($"{Root}/launch/restart", null, Stop)).StatusCode
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await _app.Admin.PostAsync($"{Root}/launch/stop", null, Stop)).StatusCode
        );
        Assert.Equal(HttpStatusCode.NoContent, (await _app.Admin.DeleteAsync($"{Root}/launch", Stop)).StatusCode);
        await (await _app.Viewer.GetAsync($"{Root}/launch", Stop)).ReadProblemAsync(HttpStatusCode.NotFound, "missing");
    }

    [Fact]
    public async Task Secret_keys_that_a_service_binds_cannot_be_deleted_and_name_it()
    {
        await GivenKeysAsync("used-keys");
        await GivenServiceAsync("user-of-keys", "used-keys");
        var answer = await _app.Admin.DeleteAsync($"{Keys}/used-keys", Stop);
        Assert.Contains("user-of-keys", await answer.Content.ReadAsStringAsync(Stop));
        await answer.ReadProblemAsync(HttpStatusCode.Conflict, "in-use");
    }

    [Theory]
    [InlineData("POST", Root)]
    [InlineData("PUT", $"{Root}/nowhere")]
    [InlineData("DELETE", $"{Root}/nowhere")]
    [InlineData("POST", $"{Root}/nowhere/launch")]
    [InlineData("POST", $"{Root}/nowhere/restart")]
    [InlineData("POST", $"{Root}/nowhere/reset")]
    [InlineData("POST", $"{Root}/nowhere/stop")]
    public async Task A_viewer_is_denied_every_act(string method, string path)
    {
        var body =
            path.EndsWith("nowhere", StringComparison.Ordinal) || path == Root
                ? $$"""{"name":"x","image":"{{Image}}"}"""
                : null;
        var request = new HttpRequestMessage(new HttpMethod(method), path)
        {
            Content = body is null || method == "DELETE" ? null : new StringContent(body, null, "application/json"),
        };
        await (await _app.Viewer.SendAsync(request, Stop)).ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Theory]
    [InlineData("GET", $"{Root}/nowhere")]
    [InlineData("GET", $"{Root}/nowhere/launches")]
    [InlineData("GET", $"{Root}/nowhere/revisions")]
    [InlineData("POST", $"{Root}/nowhere/preview")]
    [InlineData("POST", $"{Root}/nowhere/launch")]
    [InlineData("POST", $"{Root}/nowhere/restart")]
    [InlineData("POST", $"{Root}/nowhere/reset")]
    [InlineData("POST", $"{Root}/nowhere/stop")]
    [InlineData("GET", $"{Root}/nowhere/events")]
    [InlineData("GET", $"{Root}/nowhere/health")]
    [InlineData("DELETE", $"{Root}/nowhere")]
    [InlineData("GET", "/api/v1/launches/launch-00000000000000000000000000")]
    [InlineData("GET", "/api/v1/launches/rubbish")]
    [InlineData("GET", "/api/v1/launches/rubbish/events")]
    public async Task What_does_not_exist_is_404(string method, string path) =>
        await (await _app.Admin.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Stop)).ReadProblemAsync(
            HttpStatusCode.NotFound,
            "missing"
        );

    [Fact]
    public async Task With_the_engine_away_a_launch_is_503_and_the_state_unknown()
    {
        await using var app = new App(FakeEngine.Unavailable);
        await app.InitializeAsync();
        var service = new CreateServiceRequest { Name = "web", Image = Image };
        (await app.Studio.Admin.PostJsonAsync(Root, service)).EnsureSuccessStatusCode();

        var answer = await app.Studio.Admin.PostAsync($"{Root}/web/launch", null, Stop);

        await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "engine-unavailable");
        var state = (await app.Studio.Viewer.GetAsync<ServiceResponse>($"{Root}/web")).State;
        Assert.Equal(("stopped", "unknown"), (state.Desired, state.Status));
    }

    async Task GivenKeysAsync(string name)
    {
        var request = new CreateSecretKeysRequest(name, Entries: [new("API_KEY", new(Canary))]);
        (await _app.Admin.PostJsonAsync(Keys, request)).EnsureSuccessStatusCode();
    }

    async Task GivenServiceAsync(string name, string? keys = null)
    {
        var service = new CreateServiceRequest
        {
            Name = name,
            Image = Image,
            Bindings = keys is null ? [] : [new BindingDefinition(keys)],
        };
        (await _app.Admin.PostJsonAsync(Root, service)).EnsureSuccessStatusCode();
    }

    public sealed class App : IAsyncLifetime
    {
        public App()
            : this(null) { }

        internal App(EngineException? down)
        {
            var engine = new FakeEngine { Down = down };
            engine.Registry[Image] = new FakeImage(FakeImage.DigestOf("app 1"));
            Studio = new StudioApp
            {
                Configure = services =>
                    services
                        .RemoveAll<LaunchOptions>()
                        .AddSingleton(new LaunchOptions(TimeSpan.Zero))
                        .AddSingleton<IContainerEngine>(engine),
            };
        }

        public StudioApp Studio { get; }

        public ValueTask InitializeAsync() => Studio.InitializeAsync();

        public ValueTask DisposeAsync() => Studio.DisposeAsync();
    }
}
