using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Studio.Client;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.PullSecrets;
using Studio.Client.SecretKeys;
using Studio.Client.Services;

namespace Studio.Tests.Client;

public sealed class WireTypeTests
{
    private const string Definition = """
        {"name":"web","description":null,"image":"127.0.0.1:5000/team/app:1","pull":"always","pullSecret":"registry-a",
         "command":["httpd","-f"],"entrypoint":null,"workingDirectory":null,"user":null,
         "environment":[{"name":"MODE","value":"prod"}],
         "bindings":[{"secretKeys":"weather","only":null,"prefix":null,"rename":{},"delivery":null,"override":false}],
         "secrets":[{"name":"DB","reference":"vault:kv/data/app#db","delivery":"file"}],"secretsEnvFiles":[],
         "fileOptions":{"uid":null,"gid":null,"mode":"0400"},
         "ports":[{"container":8080,"host":18080,"hostIp":"127.0.0.1","protocol":"tcp"}],
         "health":{"http":{"port":8080,"path":"/"},"command":null,"intervalSeconds":10,"timeoutSeconds":5,"retries":3,"startPeriodSeconds":0},
         "storage":{"project":[{"path":"/data","subpath":null,"readOnly":false}],"emptyDirs":[{"path":"/cache"}],
                    "files":[{"path":"/etc/app.conf","text":"x","readOnly":true}]},
         "resources":{"memoryMiB":256,"cpus":0.5,"pids":256},"profile":"standard","readOnlyRoot":false,"rooms":[]}
        """;

    [Fact]
    public void A_definition_is_written_as_it_was_read()
    {
        var read = JsonSerializer.Deserialize(Definition, StudioJson.Default.CreateServiceRequest)!;

        var written = JsonSerializer.SerializeToElement(read, StudioJson.Default.CreateServiceRequest);

        Assert.True(JsonElement.DeepEquals(JsonElement.Parse(Definition), written), written.GetRawText());
    }

    [Fact]
    public void A_definition_needs_a_name_and_an_image_only()
    {
        var read = JsonSerializer.Deserialize(
            """{"name":"web","image":"busybox","ports":null}""",
            StudioJson.Default.CreateServiceRequest
        )!;

        Assert.Empty(read.Ports);
        Assert.Empty(read.Environment);
        Assert.Empty(read.Rooms);
        Assert.Null(read.Health);
        Assert.ThrowsAny<JsonException>(() =>
            JsonSerializer.Deserialize("""{"name":"web"}""", StudioJson.Default.CreateServiceRequest)
        );
    }

    [Fact]
    public void What_a_definition_leaves_out_of_its_parts_has_the_defaults_of_the_contract()
    {
        var read = JsonSerializer.Deserialize(
            """{"name":"web","image":"a","health":{"http":{"port":80}},"storage":{},"bindings":[{"secretKeys":"k"}]}""",
            StudioJson.Default.CreateServiceRequest
        )!;

        Assert.Equal(new HealthDefinition(new HttpHealthDefinition(80, "/"), null, 10, 5, 3, 0), read.Health);
        Assert.Empty(read.Storage!.Project);
        Assert.Equal(new BindingDefinition("k"), read.Bindings.Single());
    }

    [Fact]
    public void A_service_as_it_was_got_can_be_put_back()
    {
        var service = new ServiceResponse
        {
            Id = "svc-1",
            Name = "web",
            Image = "busybox",
            Revision = 3,
            Version = 4,
            State = new ServiceStateResponse("running", "running", "none", []),
        };
        var got = JsonSerializer.Serialize(service, StudioJson.Default.ServiceResponse);

        var put = JsonSerializer.Deserialize(got, StudioJson.Default.UpdateServiceRequest)!;

        Assert.Equal("web", put.Name);
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize(got, StudioJson.Default.CreateServiceRequest));
    }

    [Fact]
    public void Secret_keys_as_they_were_got_can_be_put_back()
    {
        var got = JsonSerializer.Serialize(Samples.SecretKeys, StudioJson.Default.SecretKeysResponse);

        var put = JsonSerializer.Deserialize(got, StudioJson.Default.UpdateSecretKeysRequest)!;

        var entry = Assert.Single(put.Entries!);
        Assert.Equal("API_KEY", entry.Name);
        Assert.Null(entry.Value);
        var sent = JsonSerializer.SerializeToElement(put, StudioJson.Default.UpdateSecretKeysRequest);
        Assert.False(sent.TryGetProperty("version", out _));
    }

    [Fact]
    public void A_pull_secret_as_it_was_got_can_be_put_back()
    {
        var got = JsonSerializer.Serialize(Samples.PullSecret, StudioJson.Default.PullSecretResponse);

        var put = JsonSerializer.Deserialize(got, StudioJson.Default.UpdatePullSecretRequest)!;

        Assert.Equal(Samples.PullSecret.Server, put.Server);
        Assert.Null(put.Password);
    }

    [Fact]
    public void A_member_that_may_not_be_written_is_not_missed_when_it_is_read()
    {
        var left = typeof(StudioJson)
            .Assembly.GetExportedTypes()
            .SelectMany(type => type.GetProperties())
            .Where(member => member.GetCustomAttribute<JsonIgnoreAttribute>() is not null)
            .ToList();

        Assert.NotEmpty(left);
        Assert.All(
            left,
            member =>
            {
                Assert.Null(member.GetCustomAttribute<RequiredMemberAttribute>());
                var parameters = member.DeclaringType!.GetConstructors().SelectMany(made => made.GetParameters());
                Assert.All(
                    parameters.Where(given => given.Name == member.Name),
                    given => Assert.True(given.HasDefaultValue)
                );
            }
        );
    }

    [Theory]
    [InlineData("""{"name":"a","shape":1}""")]
    [InlineData("""{"name":"a","entries":[{"name":"A","valu":"x"}]}""")]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("""{"name":null}""")]
    [InlineData("""{"Name":"a"}""")]
    [InlineData("{}")]
    public void An_unknown_a_doubled_or_a_missing_member_is_an_error(string body) =>
        Assert.ThrowsAny<JsonException>(() =>
            JsonSerializer.Deserialize(body, StudioJson.Default.CreateSecretKeysRequest)
        );

    [Fact]
    public void An_unknown_member_of_a_part_of_a_definition_is_an_error() =>
        Assert.ThrowsAny<JsonException>(() =>
            JsonSerializer.Deserialize(
                """{"name":"web","image":"a","ports":[{"container":80,"published":8080}]}""",
                StudioJson.Default.CreateServiceRequest
            )
        );

    [Fact]
    public void A_client_skips_what_a_newer_server_adds()
    {
        var read = JsonSerializer.Deserialize(
            """{"id":"proj-1","name":"default","description":null,"createdAt":"2026-01-02T03:04:05Z","colour":"red"}""",
            StudioJson.Tolerant.ProjectResponse
        )!;

        Assert.Equal("default", read.Name);
    }

    [Fact]
    public void Options_made_for_the_server_are_as_strict_and_write_the_same()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        StudioJson.Configure(options);

        Assert.ThrowsAny<JsonException>(() =>
            JsonSerializer.Deserialize<CreateProjectRequest>("""{"name":"a","x":1}""", options)
        );
        Assert.Equal(
            JsonSerializer.Serialize(Samples.SecretKeys, StudioJson.Default.SecretKeysResponse),
            JsonSerializer.Serialize(Samples.SecretKeys, options)
        );
    }

    [Fact]
    public void Times_are_written_in_UTC_and_never_read_without_an_offset()
    {
        var request = new CreateTokenRequest("ci", ExpiresAt: new(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(2)));

        var written = JsonSerializer.SerializeToElement(request, StudioJson.Default.CreateTokenRequest);

        Assert.Equal("2030-01-02T01:04:05Z", written.GetProperty("expiresAt").GetString());
        Assert.ThrowsAny<JsonException>(() =>
            JsonSerializer.Deserialize(
                """{"name":"ci","expiresAt":"2030-01-02T01:04:05"}""",
                StudioJson.Default.CreateTokenRequest
            )
        );
    }

    [Theory]
    [InlineData("\"httpd -f\"")]
    [InlineData("""["httpd","-f"]""")]
    [InlineData("[]")]
    public void A_command_is_a_string_or_an_array(string json)
    {
        var read = JsonSerializer.Deserialize(json, StudioJson.Default.CommandLine)!;

        Assert.Equal(json, JsonSerializer.Serialize(read, StudioJson.Default.CommandLine));
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize("[1]", StudioJson.Default.CommandLine));
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize("{}", StudioJson.Default.CommandLine));
    }

    [Fact]
    public void All_rooms_may_be_said_as_a_string()
    {
        var read = JsonSerializer.Deserialize(
            """{"name":"web","image":"a","rooms":"all"}""",
            StudioJson.Default.CreateServiceRequest
        )!;

        Assert.Equal(["all"], read.Rooms);
    }

    [Theory]
    [InlineData("""{"reference":"vault:kv#x"}""", null, "vault:kv#x")]
    [InlineData("\"hunter2\"", "hunter2", null)]
    public void A_password_is_a_text_or_a_reference(string json, string? text, string? reference)
    {
        var read = JsonSerializer.Deserialize(json, StudioJson.Default.SecretOrReference)!;

        Assert.Equal((text, reference), (read.Value?.Reveal(), read.Reference));
        Assert.Equal(json, JsonSerializer.Serialize(read, StudioJson.Default.SecretOrReference));
    }

    [Theory]
    [InlineData("""{"reference":"a:b","other":1}""")]
    [InlineData("""{"value":"hunter2"}""")]
    [InlineData("{}")]
    [InlineData("1")]
    public void A_password_is_nothing_else(string json)
    {
        var error = Assert.ThrowsAny<JsonException>(() =>
            JsonSerializer.Deserialize(json, StudioJson.Default.SecretOrReference)
        );

        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_in_a_request_is_sent_and_never_printed()
    {
        const string canary = "canary-ÄÖ\n\"quoted\"";
        object[] requests =
        [
            new CreateSecretKeysRequest("weather", Entries: [new("API_KEY", new SecretValue(canary))]),
            new NewEntryRequest("API_KEY", File: new SecretValue(canary)),
            new SetEntryRequest { Value = new SecretValue(canary) },
            new LoginRequest("a@b", new SecretValue(canary), new SecretValue(canary)),
            new SetupRequest(new SecretValue(canary), "a@b", new SecretValue(canary)),
            new LoginResponse(new SecretValue(canary)),
            new PullSecretRequest { Registry = "other", Password = new SecretOrReference(new SecretValue(canary)) },
            new PullSecretRequest { Registry = "gcp", JsonKey = new SecretOrReference(canary) },
        ];

        Assert.All(
            requests,
            request =>
            {
                Assert.DoesNotContain("canary", request.ToString(), StringComparison.Ordinal);
                var sent = JsonSerializer.Serialize(request, request.GetType(), StudioJson.Default);
                Assert.Contains("canary", sent, StringComparison.Ordinal);
            }
        );
        var back = JsonSerializer.Deserialize(
            JsonSerializer.Serialize(requests[3], StudioJson.Default.LoginRequest),
            StudioJson.Default.LoginRequest
        )!;
        Assert.Equal(canary, back.Password.Reveal());
    }
}
