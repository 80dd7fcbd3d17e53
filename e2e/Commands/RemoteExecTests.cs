using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Commands;

/// <summary>Commands on an engine whose processes Studio cannot see.</summary>
public sealed class RemoteExecTests(EngineFixture engine)
{
    const int TwoMinutes = 120_000;
    const string Project = StudioServer.Project;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = TwoMinutes)]
    public async Task A_command_whose_time_is_over_or_whose_sender_is_gone_is_ended_from_inside()
    {
        await using var proxy = EngineProxy.Remote(engine);
        await using var server = await StudioServer.SetUpAsync(engine, proxy.Endpoint);
        var service = await QuietService.LaunchAsync(engine, server.Admin);

        var done = await server.Admin.Commands.ExecAsync(
            Project,
            service.Name,
            new(["sh", "-c", "echo begun; sleep 36011 & busybox setsid sleep 36012 & sleep 36013"], TimeoutSeconds: 2),
            Stop
        );

        Assert.Equal(new(124, "begun\n", "", TimedOut: true, Truncated: false), done);
        await service.UntilRunsAsync("sleep 3601", runs: false);

        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var running = server.Admin.Commands.ExecAsync(
            Project,
            service.Name,
            new(["sh", "-c", "sleep 36014 & sleep 36015"]),
            gone.Token
        );
        await service.UntilRunsAsync("sleep 36015");
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await service.UntilRunsAsync("sleep 3601", runs: false);
        // What was there before is not taken along.
        Assert.True((await engine.Client.Containers.InspectAsync(service.Container, Stop)).State.Running);
    }
}
