using System.Buffers.Binary;
using System.Text;
using Studio.Adapters.Docker;
using Studio.Domain.Engine;
using Studio.Tests.Docker;

namespace Studio.Tests.Adapters.Docker;

public sealed class DockerEngineTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Launches_side_by_side_ask_for_their_network_one_after_the_other()
    {
        await using var engine = new FakeEngine();
        engine.On(
            "POST /v1.41/networks/create",
            FakeEngine.Answer(409, """{"message":"network with name studio exists"}""")
        );
        var (now, most) = (0, 0);
        engine.OnRequest = async request =>
        {
            if (!request.StartsWith("POST", StringComparison.Ordinal))
                return;
            most = Math.Max(most, Interlocked.Increment(ref now));
            for (var turn = 0; turn < 1000; turn++)
                await Task.Yield();
            Interlocked.Decrement(ref now);
        };
        using var client = engine.Connect();
        using var docker = new DockerEngine(client);
        var labels = new Dictionary<string, string>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => docker.EnsureNetworkAsync("studio", labels, Stop)));

        Assert.Equal((8, 1), (engine.Requests.Count, most));
    }

    [Theory]
    [InlineData("transport is closing: unavailable", EngineFailure.Unavailable)]
    [InlineData("failed to create shim: ttrpc: closed: unknown", EngineFailure.Unavailable)]
    [InlineData("driver failed: Bind for 127.0.0.1:80 failed: port is already allocated", EngineFailure.Conflict)]
    [InlineData("OCI runtime create failed: no such file or directory: unknown", EngineFailure.BadContainer)]
    [InlineData("dial unix /run/containerd.sock: connect: no such file or directory", EngineFailure.Unavailable)]
    [InlineData("OCI runtime create failed: exec: /run/containerd.sock: permission denied", EngineFailure.BadContainer)]
    [InlineData("OCI runtime create failed: exec: context canceled: not found", EngineFailure.BadContainer)]
    [InlineData("driver failed: /run/containerd.sock is no directory", EngineFailure.Other)]
    [InlineData("invalid mount: context canceled", EngineFailure.BadContainer, 400)]
    public async Task What_an_engine_says_as_it_stops_is_no_fault_of_the_container(
        string message,
        object failure,
        int status = 500
    )
    {
        await using var engine = new FakeEngine();
        engine.On("POST /v1.41/containers/one/start", FakeEngine.Answer(status, $$"""{"message":"{{message}}"}"""));
        using var client = engine.Connect();
        using var docker = new DockerEngine(client);

        var thrown = await Assert.ThrowsAsync<EngineException>(() => docker.StartAsync("one", Stop));

        Assert.Equal(failure, thrown.Failure);
    }

    /// <summary>The engine takes the last lines of all, and only then looks which of them are early enough.</summary>
    [Fact]
    public async Task The_last_lines_up_to_a_moment_are_not_asked_of_the_engine_by_number()
    {
        await using var engine = new FakeEngine();
        engine.On("GET /v1.41/containers/one/json", FakeEngine.Answer(200, """{"Id":"one","Config":{"Tty":true}}"""));
        engine.On("GET /v1.41/containers/one/logs", FakeEngine.Answer(200, ""));
        using var client = engine.Connect();
        using var docker = new DockerEngine(client);
        OutputRange range = new() { Until = DateTimeOffset.UnixEpoch.AddSeconds(5), Tail = 3 };

        await foreach (var _ in docker.ReadOutputAsync("one", range, Stop)) { }

        var asked = Assert.Single(engine.Requests, request => request.Contains("/logs?", StringComparison.Ordinal));
        Assert.DoesNotContain("tail", asked, StringComparison.Ordinal);
        // A moment later: what was printed within these 100 ns belongs to it.
        Assert.Contains("until=5.0000001", asked, StringComparison.Ordinal);
    }

    /// <summary>Then the next frame is being waited for, and it may never come.</summary>
    [Fact(Timeout = 60_000)]
    public async Task Whoever_leaves_at_a_batch_leaves_the_engine_too()
    {
        await using var engine = new FakeEngine();
        engine.On("GET /v1.41/containers/one/json", FakeEngine.Answer(200, """{"Id":"one","Config":{}}"""));
        engine.On(
            "GET /v1.41/containers/one/logs",
            [.. "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8, .. Frame("1970-01-01T00:00:01Z one\n")]
        );
        var left = engine.StayConnectedAsync("GET /v1.41/containers/one/logs");
        using var client = engine.Connect();
        using var docker = new DockerEngine(client);
        List<int> lengths = [];

        await foreach (var batch in docker.ReadOutputAsync("one", new() { Follow = true }, Stop))
        {
            lengths.Add(batch.Length);
            break;
        }

        Assert.Equal(["one\n".Length], lengths);
        await left;
    }

    static byte[] Frame(string text)
    {
        var data = Encoding.UTF8.GetBytes(text);
        byte[] frame = [1, 0, 0, 0, 0, 0, 0, 0, .. data];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), (uint)data.Length);
        return frame;
    }
}
