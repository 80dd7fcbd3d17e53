using System.Text.Json;
using Studio.Docker.Containers;
using Studio.Docker.Networks;

namespace Studio.Tests.Docker;

public sealed class WireTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_is_asked_for_with_what_was_said_and_nothing_else()
    {
        await using var engine = new FakeEngine();
        engine.On("POST /v1.41/containers/create?name=web ", FakeEngine.Answer(201, """{"Id":"x","Warnings":null}"""));
        using var client = engine.Connect();

        var created = await client.Containers.CreateAsync(
            new("app:1")
            {
                Cmd = ["httpd", "-f"],
                Env = ["A=b"],
                ExposedPorts = ["8080/tcp"],
                Healthcheck = new() { Test = ["CMD", "true"], Interval = TimeSpan.FromSeconds(1.5) },
                HostConfig = new()
                {
                    CapDrop = ["ALL"],
                    Mounts = [Mount.Bind("/run/x", "/run/secrets", readOnly: true)],
                    PortBindings = new Dictionary<string, IReadOnlyList<PortBinding>>
                    {
                        ["8080/tcp"] = [new("127.0.0.1", "18080")],
                    },
                    RestartPolicy = RestartPolicy.No,
                },
                NetworkingConfig = new()
                {
                    EndpointsConfig = new Dictionary<string, EndpointSettings>
                    {
                        ["net"] = new() { Aliases = ["web"] },
                    },
                },
            },
            "web",
            stop: Stop
        );

        Assert.Equal("x", created.Id);
        Assert.Empty(created.Warnings);
        using var sent = JsonDocument.Parse(Assert.Single(engine.Requests).Split("\r\n\r\n")[1]);
        using var expected = JsonDocument.Parse(
            """
            {
              "Image": "app:1", "Cmd": ["httpd", "-f"], "Env": ["A=b"], "ExposedPorts": { "8080/tcp": {} },
              "Healthcheck": { "Test": ["CMD", "true"], "Interval": 1500000000 },
              "HostConfig": {
                "CapDrop": ["ALL"],
                "Mounts": [{ "Type": "bind", "Source": "/run/x", "Target": "/run/secrets", "ReadOnly": true }],
                "PortBindings": { "8080/tcp": [{ "HostIp": "127.0.0.1", "HostPort": "18080" }] },
                "RestartPolicy": { "Name": "no", "MaximumRetryCount": 0 }
              },
              "NetworkingConfig": { "EndpointsConfig": { "net": { "Aliases": ["web"] } } }
            }
            """
        );
        Assert.True(JsonElement.DeepEquals(expected.RootElement, sent.RootElement), sent.RootElement.ToString());
    }

    [Fact]
    public async Task Nulls_gaps_and_news_in_an_answer_are_taken_calmly()
    {
        await using var engine = new FakeEngine();
        engine.On(
            "GET /v1.41/containers/x/json",
            FakeEngine.Answer(
                200,
                """
                {
                  "Id": "x", "Name": null, "Brand": { "New": [1] },
                  "State": {
                    "Status": "exited", "ExitCode": 137, "StartedAt": "2026-01-02T03:04:05.123456789+02:00",
                    "FinishedAt": "0001-01-01T00:00:00Z",
                    "Health": { "Status": "unhealthy", "FailingStreak": 2, "Log": null }
                  },
                  "Config": { "ExposedPorts": { "80/tcp": { "x": 1 } }, "Env": null, "Healthcheck": { "Interval": 1000000000 } },
                  "HostConfig": null,
                  "NetworkSettings": { "Ports": { "80/tcp": null }, "Networks": { "bridge": { "IPAddress": "172.17.0.2", "Aliases": null } } }
                }
                """
            )
        );
        using var client = engine.Connect();

        var container = await client.Containers.InspectAsync("x", stop: Stop);

        Assert.Equal(
            ("x", "", "exited", 137),
            (container.Id, container.Name, container.State.Status, container.State.ExitCode)
        );
        Assert.Equal(
            new DateTimeOffset(2026, 1, 2, 1, 4, 5, TimeSpan.Zero),
            container.State.StartedAt,
            TimeSpan.FromSeconds(1)
        );
        Assert.Equal(default, container.State.FinishedAt);
        Assert.Empty(container.State.Health!.Log);
        Assert.Equal(["80/tcp"], container.Config.ExposedPorts!);
        Assert.Equal(TimeSpan.FromSeconds(1), container.Config.Healthcheck!.Interval);
        Assert.Null(container.HostConfig.Memory);
        Assert.Null(container.NetworkSettings.Ports["80/tcp"]);
        Assert.Equal("172.17.0.2", container.NetworkSettings.Networks["bridge"].IPAddress);
    }
}
