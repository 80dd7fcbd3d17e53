using Studio.Docker;
using Studio.Docker.Networks;

namespace Studio.EndToEnd.Docker;

public sealed class EngineTests(EngineFixture engine)
{
    readonly DockerClient _client = engine.Client;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static Dictionary<string, string> Labels(string value) => new() { [EngineFixture.Label] = value };

    [Fact]
    public async Task The_engine_says_what_it_is()
    {
        await _client.System.PingAsync(Stop);
        var version = await _client.System.VersionAsync(Stop);
        var info = await _client.System.InfoAsync(Stop);

        Assert.True(Version.Parse(version.ApiVersion) >= new Version(1, 41));
        Assert.Equal("linux", version.Os);
        Assert.Equal(version.Version, info.ServerVersion);
        Assert.True(info.MemTotal > 0 && info.NCPU > 0);
        Assert.Contains("runc", info.Runtimes.Keys);
    }

    [Fact]
    public async Task Nothing_at_the_endpoint_is_an_engine_that_is_not_there()
    {
        using var nowhere = new DockerClient(DockerEndpoint.Parse("unix:///tmp/no-such-engine.sock"));
        using var refused = new DockerClient(DockerEndpoint.Parse("tcp://127.0.0.1:1"));

        await Assert.ThrowsAsync<DockerUnavailableException>(() => nowhere.System.PingAsync(Stop));
        await Assert.ThrowsAsync<DockerUnavailableException>(() => refused.Containers.ListAsync(stop: Stop));
    }

    [Fact]
    public async Task A_containers_life_is_seen_in_events()
    {
        var name = EngineFixture.NewName("events");
        var idle = await engine.Images.IdleAsync(stop: Stop);
        var started = DateTimeOffset.FromUnixTimeSeconds(0);
        await using var events = _client
            .System.EventsAsync(
                new()
                {
                    Since = TimeProvider.System.GetUtcNow(),
                    Labels = [$"{EngineFixture.Label}={name}"],
                    Types = ["container"],
                },
                Stop
            )
            .GetAsyncEnumerator(Stop);
        var next = events.MoveNextAsync();

        var id = await engine.RunAsync(new(idle) { Labels = Labels(name), Cmd = ["sh", "-c", "exit 4"] }, Stop);
        await _client.Containers.WaitAsync(id, stop: Stop);
        await _client.Containers.RemoveAsync(id, stop: Stop);

        var actions = new List<string>();
        while (await next && events.Current.Action != "destroy")
        {
            Assert.Equal(id, events.Current.Actor.ID);
            Assert.True(events.Current.At > started);
            started = events.Current.At;
            actions.Add(events.Current.Action);
            if (events.Current.Action == "die")
                Assert.Equal("4", events.Current.Actor.Attributes["exitCode"]);
            next = events.MoveNextAsync();
        }
        Assert.Equal(["create", "start", "die"], actions);
    }

    [Fact]
    public async Task Containers_on_a_network_find_each_other_by_alias()
    {
        var name = EngineFixture.NewName("network");
        var sample = await engine.Images.SampleAsync(stop: Stop);
        var idle = await engine.Images.IdleAsync(stop: Stop);
        var network = await _client.Networks.CreateAsync(
            new()
            {
                Name = name,
                Internal = true,
                Labels = Labels(name),
            },
            Stop
        );
        Assert.Equal(
            network,
            Assert.Single(await _client.Networks.ListAsync([$"{EngineFixture.Label}={name}"], Stop)).Id
        );

        var server = await engine.RunAsync(new(sample) { HostConfig = new() { NetworkMode = "none" } }, Stop);
        await _client.Networks.DisconnectAsync("none", server, stop: Stop);
        await _client.Networks.ConnectAsync(name, server, new() { Aliases = ["web"] }, Stop);
        var asking = await engine.RunAsync(
            new(idle)
            {
                Cmd = ["wget", "-q", "-O", "/dev/null", $"http://web:{TestImages.SamplePort}/"],
                HostConfig = new() { NetworkMode = name },
                NetworkingConfig = new()
                {
                    EndpointsConfig = new Dictionary<string, EndpointSettings> { [name] = new() },
                },
            },
            Stop
        );
        var exit = await _client.Containers.WaitAsync(asking, stop: Stop);

        Assert.Equal(0, exit.StatusCode);
        var details = await _client.Networks.InspectAsync(name, Stop);
        Assert.True(details.Internal);
        Assert.Equal(server, Assert.Single(details.Containers).Key);
        var inUse = await Assert.ThrowsAsync<DockerException>(() => _client.Networks.RemoveAsync(name, Stop));
        Assert.Contains("active endpoints", inUse.Message);
        await _client.Containers.RemoveAsync(server, force: true, Stop);
        await _client.Containers.RemoveAsync(asking, force: true, Stop);
        await _client.Networks.RemoveAsync(name, Stop);
        var gone = await Assert.ThrowsAsync<DockerException>(() => _client.Networks.InspectAsync(name, Stop));
        Assert.True(gone.IsNotFound);
    }

    [Fact]
    public async Task A_network_name_is_given_once()
    {
        var name = EngineFixture.NewName("network");
        await _client.Networks.CreateAsync(new() { Name = name }, Stop);

        var refused = await Assert.ThrowsAsync<DockerException>(() =>
            _client.Networks.CreateAsync(new() { Name = name }, Stop)
        );

        Assert.True(refused.IsConflict);
        await _client.Networks.RemoveAsync(name, Stop);
    }
}
