using Studio.Adapters.Docker;
using Studio.Domain.Engine;
using Studio.Tests.Docker;

namespace Studio.Tests.Adapters.Docker;

/// <summary>Commands of engines that are at a moment, or of an age, that one does not meet by chance.</summary>
public sealed class DockerCommandTests : IAsyncLifetime
{
    const string Create = "POST /v1.41/containers/one/exec";
    const string Start = "POST /v1.41/exec/e1/start";
    const string Inspect = "GET /v1.41/exec/e1/json";

    readonly FakeEngine _engine = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        _engine.On(Create, FakeEngine.Answer(201, """{"Id":"e1"}"""));
        _engine.On(Start, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _engine.DisposeAsync();

    /// <summary>Then it cannot be ended yet, as it does not run; later nobody would.</summary>
    [Theory]
    [InlineData(Start)]
    [InlineData(Inspect)]
    public async Task Whoever_goes_away_while_a_command_is_started_leaves_none_behind(string moment)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var inspected = 0;
        _engine.OnRequest = async request =>
        {
            if (request.StartsWith(Inspect, StringComparison.Ordinal))
            {
                var runs = ++inspected > 2 ? """{"Running":true,"Pid":2147483647}""" : """{"Running":false,"Pid":0}""";
                _engine.On(Inspect, FakeEngine.Answer(200, runs));
            }

            if (request.StartsWith(moment, StringComparison.Ordinal))
                await gone.CancelAsync();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(gone.Token));

        var killer = Assert.Single(
            _engine.Requests.Where(request => request.StartsWith(Create, StringComparison.Ordinal)).Skip(1)
        );
        Assert.Contains("kill -9", killer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(126)]
    [InlineData(127)]
    public async Task A_program_that_never_ran_is_not_there(int code)
    {
        _engine.On(Inspect, FakeEngine.Answer(200, $$"""{"Running":false,"ExitCode":{{code}},"Pid":0}"""));

        await AssertFailsAsync(EngineFailure.NoSuchCommand);
    }

    [Theory]
    [InlineData("OCI runtime exec failed: exec: \\\"nope\\\": executable file not found in $PATH: unknown")]
    [InlineData("OCI runtime exec failed: stat /bin/nope: no such file or directory: unknown")]
    public async Task Nor_is_one_of_which_a_newer_engine_says_so(string message)
    {
        _engine.On(Start, FakeEngine.Answer(400, $$"""{"message":"{{message}}"}"""));

        await AssertFailsAsync(EngineFailure.NoSuchCommand);
    }

    [Fact]
    public async Task A_container_that_was_stopped_meanwhile_does_not_run()
    {
        _engine.On(Create, FakeEngine.Answer(409, """{"message":"Container one is not running"}"""));

        await AssertFailsAsync(EngineFailure.NotRunning);
    }

    async Task AssertFailsAsync(EngineFailure failure) =>
        Assert.Equal(failure, (await Assert.ThrowsAsync<EngineException>(() => RunAsync(Stop))).Failure);

    async Task RunAsync(CancellationToken stop)
    {
        using var client = _engine.Connect();
        using var docker = new DockerEngine(client);
        await using var _ = await docker.RunAsync("one", new(["nope"], []), stop);
    }
}
