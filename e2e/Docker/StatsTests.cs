using Studio.Docker;
using Studio.Docker.Containers;

namespace Studio.EndToEnd.Docker;

public sealed class StatsTests(EngineFixture engine) : IAsyncLifetime
{
    const long MemoryHeld = 32 << 20;
    const long MemoryLimit = 128 << 20;

    readonly DockerClient _client = engine.Client;
    readonly List<string> _made = [];
    string _idle = "";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _idle = await engine.Images.IdleAsync(stop: Stop);

    public async ValueTask DisposeAsync()
    {
        foreach (var container in _made)
            await _client.Containers.RemoveAsync(container, force: true);
    }

    [Fact]
    public async Task A_container_that_works_uses_processor_time_and_one_that_sleeps_nearly_none()
    {
        var busy = await RunAsync("while :; do :; done");
        var asleep = await RunAsync("sleep 600");
        await UntilAsync(busy, stats => stats.Cpu.Usage.Total > 0);
        var (busyBefore, asleepBefore) = (await StatsAsync(busy), await StatsAsync(asleep));

        // However little of the machine is left for it: it gets half a second of work done some time.
        var busyNow = await UntilAsync(busy, stats => stats.Cpu.Usage.Total - busyBefore.Cpu.Usage.Total > 500_000_000);
        var asleepNow = await StatsAsync(asleep);

        var elapsed = (busyNow.Read - busyBefore.Read).TotalNanoseconds;
        Assert.InRange((busyNow.Cpu.Usage.Total - busyBefore.Cpu.Usage.Total) / elapsed, 0, 1.1);
        Assert.InRange(asleepNow.Cpu.Usage.Total - asleepBefore.Cpu.Usage.Total, 0UL, 100_000_000UL);
        Assert.InRange(busyNow.Cpu.OnlineCpus, 1, Environment.ProcessorCount);
    }

    [Fact]
    public async Task Memory_that_a_container_holds_is_counted_and_its_limit_known()
    {
        // A variable of the shell, which nothing else can drop.
        var id = await RunAsync($"x=$(head -c {MemoryHeld} /dev/zero | tr '\\0' x); sleep 600; echo $x");

        var stats = await UntilAsync(id, stats => stats.Memory.WithoutCache >= (ulong)MemoryHeld);

        Assert.Equal((ulong)MemoryLimit, stats.Memory.Limit);
        Assert.InRange(stats.Memory.WithoutCache, (ulong)MemoryHeld, (ulong)MemoryLimit);
        Assert.InRange(stats.Pids.Current, 1UL, 10UL);
    }

    [Fact]
    public async Task A_stream_of_stats_goes_on_and_a_stopped_container_has_none()
    {
        var id = await RunAsync("sleep 600");

        var followed = await _client.Containers.FollowStatsAsync(id, Stop).Take(2).ToListAsync(Stop);
        await _client.Containers.KillAsync(id, stop: Stop);
        await _client.Containers.WaitAsync(id, stop: Stop);

        Assert.True(followed[0].Read < followed[1].Read);
        Assert.True(followed[1].IsOfRunning);
        Assert.False((await StatsAsync(id)).IsOfRunning);
        var missing = await Assert.ThrowsAsync<DockerException>(() => _client.Containers.StatsAsync("nobody", Stop));
        Assert.True(missing.IsNotFound);
    }

    Task<ContainerStats> StatsAsync(string container) => _client.Containers.StatsAsync(container, Stop);

    async Task<ContainerStats> UntilAsync(string container, Func<ContainerStats, bool> condition)
    {
        while (true)
        {
            var stats = await StatsAsync(container);
            if (condition(stats))
                return stats;
            await Task.Delay(50, Stop);
        }
    }

    async Task<string> RunAsync(string script)
    {
        var id = await engine.RunAsync(
            new(_idle)
            {
                Labels = new Dictionary<string, string> { [EngineFixture.Label] = "stats" },
                Cmd = ["sh", "-c", script],
                HostConfig = new() { Memory = MemoryLimit },
            },
            Stop
        );
        _made.Add(id);
        return id;
    }
}
