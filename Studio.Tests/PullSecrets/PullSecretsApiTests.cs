using System.Net;
using Studio.Client.Audit;
using Studio.Client.Common;
using Studio.Client.PullSecrets;
using Studio.Tests.Adapters.Registries;
using Studio.Tests.Hosting;

namespace Studio.Tests.PullSecrets;

public sealed class PullSecretsApiTests(StudioApp app) : IClassFixture<StudioApp>
{
    const string Root = "/api/v1/projects/default/pull-secrets";

    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_kind_is_stored_and_shown_without_its_password()
    {
        var gcp = await GivenAsync(
            new()
            {
                Name = "kind-gcp",
                Registry = "gcp",
                Location = "europe-west1",
                Repository = "apps",
                JsonKey = new(new SecretValue(PullSecretsWorld.JsonKey)),
            }
        );
        Assert.Equal(
            ("europe-west1-docker.pkg.dev", "_json_key", "puller@acme-prod.iam.gserviceaccount.com", "apps"),
            (gcp.Server, gcp.Username, gcp.ClientEmail, gcp.Repository)
        );
        var acr = await GivenAsync(
            new()
            {
                Name = "kind-acr",
                Registry = "acr",
                RegistryName = "acme1",
                ServicePrincipalId = "6f8a1c1e-2a39-4c0a-9a57-1f2f0b6f7b11",
                Password = new(new SecretValue("canary-5f3c9a")),
            }
        );
        Assert.Equal(("acme1.azurecr.io", "acme1", null), (acr.Server, acr.RegistryName, acr.Warnings));
        var other = await GivenAsync(Other("kind-other", "index.docker.io"));
        Assert.Equal(("docker.io", "deploy", "other"), (other.Server, other.Username, other.Registry));

        var list = await app.Viewer.GetStringAsync($"{Root}?search=kind-", Stop);
        Assert.DoesNotContain("canary", list, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", list, StringComparison.Ordinal);
        var page = await app.Viewer.GetAsync<PagedResponse<PullSecretResponse>>($"{Root}?search=kind-&pageSize=2");
        Assert.Equal((2, 3L), (page.Items.Count, page.Total));
    }

    [Theory]
    [InlineData("kind-gcp-back", "gcp")]
    [InlineData("kind-acr-back", "acr")]
    [InlineData("kind-other-back", "other")]
    public async Task What_get_gave_can_be_put_back_and_keeps_the_password(string name, string registry)
    {
        await GivenAsync(
            registry switch
            {
                "gcp" => new()
                {
                    Name = name,
                    Registry = registry,
                    Location = "us",
                    JsonKey = new(new SecretValue(PullSecretsWorld.JsonKey)),
                },
                "acr" => new()
                {
                    Name = name,
                    Registry = registry,
                    RegistryName = "acme1",
                    ServicePrincipalId = "puller",
                    Password = new(new SecretValue("canary-5f3c9a")),
                },
                _ => Other(name, "registry.example.com"),
            }
        );
        var text = await app.Admin.GetStringAsync($"{Root}/{name}", Stop);
        var answer = await app.Admin.PutAsync(
            $"{Root}/{name}",
            new StringContent(text, null, "application/json"),
            Stop
        );
        Assert.Equal(2, (await answer.ReadAsync<PullSecretResponse>()).Version);
        Assert.Equal("\"2\"", answer.Headers.ETag?.Tag);

        using var stale = new HttpRequestMessage(HttpMethod.Delete, $"{Root}/{name}")
        {
            Headers = { { "If-Match", "\"1\"" } },
        };
        await (await app.Admin.SendAsync(stale, Stop)).ReadProblemAsync(HttpStatusCode.PreconditionFailed, "stale");
        Assert.Equal(HttpStatusCode.NoContent, (await app.Admin.DeleteAsync($"{Root}/{name}", Stop)).StatusCode);
        await (await app.Admin.GetAsync($"{Root}/{name}", Stop)).ReadProblemAsync(HttpStatusCode.NotFound, "missing");
    }

    [Theory]
    [InlineData("""{"name":"x","registry":"quay"}""", "registry")]
    [InlineData(
        """{"name":"x","registry":"other","server":"https://r.example.com","username":"u","password":"canary-1"}""",
        "server"
    )]
    [InlineData(
        """{"name":"x","registry":"other","server":"169.254.169.254","username":"u","password":"canary-1"}""",
        "server"
    )]
    [InlineData("""{"name":"x","registry":"other","server":"r.example.com","username":"u"}""", "password")]
    [InlineData(
        """{"name":"x","registry":"other","server":"r.example.com","username":"u","password":{"reference":"env:canary"}}""",
        "password"
    )]
    [InlineData(
        """{"name":"x","registry":"other","server":"r.example.com","username":"u","password":"canary-1","tenantId":"t"}""",
        "tenantId"
    )]
    [InlineData("""{"name":"x","registry":"gcp","location":"us","jsonKey":"{\"type\":\"canary\"}"}""", "jsonKey")]
    [InlineData("""{"name":"x","registry":"gcp","location":"us","jsonKey":"canary","username":"me"}""", "username")]
    [InlineData(
        """{"name":"x","registry":"acr","registryName":"a","servicePrincipalId":"p","password":"canary-1"}""",
        "registryName"
    )]
    [InlineData("""{"registry":"other","server":"r.example.com","username":"u","password":"canary-1"}""", "name")]
    public async Task What_breaks_a_rule_is_a_400_that_names_the_field_and_quotes_nothing(string body, string field)
    {
        var answer = await app.Admin.PostTextAsync(Root, body);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Contains(field, problem.Errors!.Keys);
        Assert.DoesNotContain("canary", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_taken_once_and_a_viewer_stores_nothing()
    {
        await GivenAsync(Other("once", "r.example.com"));
        var again = await app.Admin.PostJsonAsync(Root, Other("once", "r.example.com"));
        await again.ReadProblemAsync(HttpStatusCode.Conflict, "name-taken");
        var viewer = await app.Viewer.PostJsonAsync(Root, Other("viewers", "r.example.com"));
        await viewer.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        var test = await app.Viewer.PostTextAsync($"{Root}/once/test", "{}");
        await test.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Fact]
    public async Task Stored_and_unsaved_credentials_are_tested_against_the_registry_itself()
    {
        await using var registry = await FakeRegistry.StartAsync();
        registry.AskForTokens($"{registry.Address}token");
        await GivenAsync(Other("tested", registry.Server, FakeRegistry.Password));
        var image = $"{registry.Server}/team/app:1";

        var stored = await app.Admin.PostJsonAsync($"{Root}/tested/test", new TestPullSecretRequest(image));
        var test = await stored.ReadAsync<PullSecretTestResponse>();
        Assert.Equal(["dns", "tls", "v2", "auth", "pull"], test.Steps.Select(step => step.Name));
        Assert.True(test.Ok, test.Steps[^1].Detail);
        var bare = await app.Admin.PostAsync($"{Root}/tested/test", null, Stop);
        Assert.Equal(4, (await bare.ReadAsync<PullSecretTestResponse>()).Steps.Count);

        var unsaved = new TestUnsavedPullSecretRequest
        {
            Registry = "other",
            Server = registry.Server,
            Username = FakeRegistry.Username,
            Password = new(new SecretValue("canary-5f3c9a")),
        };
        var answer = await app.Admin.PostJsonAsync($"{Root}/test", unsaved);
        var failed = await answer.ReadAsync<PullSecretTestResponse>();
        Assert.Equal((false, "auth"), (failed.Ok, failed.Steps[^1].Name));
        Assert.DoesNotContain("canary", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);

        var elsewhere = await app.Admin.PostJsonAsync(
            $"{Root}/tested/test",
            new TestPullSecretRequest("other.example.com/app:1")
        );
        await elsewhere.ReadProblemAsync(HttpStatusCode.BadRequest, "registry-mismatch");
        var nonsense = await app.Admin.PostJsonAsync($"{Root}/tested/test", new TestPullSecretRequest("no image"));
        Assert.Contains("image", (await nonsense.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid")).Errors!.Keys);

        var audit = await app.Admin.GetAsync<PagedResponse<AuditEntryResponse>>(
            "/api/v1/audit?action=pull-secret.test"
        );
        Assert.True(audit.Total >= 3);
    }

    static PullSecretRequest Other(string name, string server, string password = "canary-5f3c9a") =>
        new()
        {
            Name = name,
            Registry = "other",
            Server = server,
            Username = "deploy",
            Password = new(new SecretValue(password)),
        };

    async Task<PullSecretResponse> GivenAsync(PullSecretRequest request) =>
        await (await app.Admin.PostJsonAsync(Root, request)).ReadAsync<PullSecretResponse>();
}
