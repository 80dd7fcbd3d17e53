using Studio.Adapters.Docker;
using Studio.Docker.Containers;
using Studio.Domain.Engine;

namespace Studio.Tests.Docker;

public sealed class StatsTests
{
    const string Stats = "GET /v1.41/containers/web/stats";

    const string OfGroupsVersion1 = """
        {"read":"2026-03-04T12:00:00.5Z","preread":"0001-01-01T00:00:00Z",
         "pids_stats":{"current":3,"limit":18446744073709551615},
         "blkio_stats":{"io_service_bytes_recursive":[
           {"major":8,"minor":0,"op":"Read","value":100},{"major":8,"minor":0,"op":"Write","value":20},
           {"major":8,"minor":16,"op":"Read","value":1},{"major":8,"minor":0,"op":"Sync","value":7}]},
         "cpu_stats":{"cpu_usage":{"total_usage":5000000000,"percpu_usage":[1,2]},"system_cpu_usage":90,"online_cpus":2},
         "memory_stats":{"usage":1000,"limit":4000,"stats":{"inactive_file":1,"total_inactive_file":300,
           "hierarchical_memory_limit":18446744073709551615}},
         "name":"/web","id":"x",
         "networks":{"eth0":{"rx_bytes":10,"tx_bytes":1},"eth1":{"rx_bytes":5,"tx_bytes":2}}}
        """;

    const string OfGroupsVersion2 = """
        {"read":"2026-03-04T12:00:00Z","pids_stats":{"current":1},
         "blkio_stats":{"io_service_bytes_recursive":[{"op":"read","value":7},{"op":"write","value":8}]},
         "cpu_stats":{"cpu_usage":{"total_usage":1}},
         "memory_stats":{"usage":1000,"limit":4000,"stats":{"inactive_file":400}}}
        """;

    const string OfStopped = """
        {"read":"0001-01-01T00:00:00Z","preread":"0001-01-01T00:00:00Z","pids_stats":{},
         "blkio_stats":{"io_service_bytes_recursive":null},"cpu_stats":{"cpu_usage":{"total_usage":0}},
         "memory_stats":{},"name":"/web"}
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Counters_are_read_at_once()
    {
        await using var engine = new FakeEngine();
        engine.On($"{Stats}?stream=false&one-shot=true ", FakeEngine.Answer(200, OfGroupsVersion1));
        using var client = engine.Connect();

        var stats = await client.Containers.StatsAsync("web", Stop);

        Assert.Equal(new DateTimeOffset(2026, 3, 4, 12, 0, 0, 500, TimeSpan.Zero), stats.Read);
        Assert.Equal((5_000_000_000UL, 90UL, 2), (stats.Cpu.Usage.Total, stats.Cpu.System, stats.Cpu.OnlineCpus));
        Assert.Equal((101UL, 20UL), (stats.Block.Read, stats.Block.Written));
        Assert.Equal(new NetworkStats(10, 1), stats.Networks["eth0"]);
        Assert.Equal(3UL, stats.Pids.Current);
    }

    [Theory]
    [InlineData(OfGroupsVersion1, 700UL)]
    [InlineData(OfGroupsVersion2, 600UL)]
    public async Task Memory_is_without_the_file_cache_in_both_versions_of_control_groups(string json, ulong bytes)
    {
        await using var engine = new FakeEngine();
        engine.On(Stats, FakeEngine.Answer(200, json));
        using var client = engine.Connect();

        Assert.Equal(bytes, (await client.Containers.StatsAsync("web", Stop)).Memory.WithoutCache);
    }

    [Fact]
    public async Task A_stream_gives_one_after_the_other()
    {
        await using var engine = new FakeEngine();
        engine.On($"{Stats} ", FakeEngine.Answer(200, $"{OfGroupsVersion1}\n{OfStopped}\n"));
        using var client = engine.Connect();

        var stats = await client.Containers.FollowStatsAsync("web", Stop).ToListAsync(Stop);

        Assert.Equal([true, false], stats.Select(one => one.IsOfRunning));
    }

    [Fact]
    public async Task The_engine_port_gives_sums_over_interfaces_and_devices()
    {
        await using var engine = new FakeEngine();
        engine.On(Stats, FakeEngine.Answer(200, OfGroupsVersion1));
        using var client = engine.Connect();
        using var docker = new DockerEngine(client);

        Assert.Equal(
            new ContainerUsage(
                new DateTimeOffset(2026, 3, 4, 12, 0, 0, 500, TimeSpan.Zero),
                CpuNanoseconds: 5_000_000_000,
                MemoryBytes: 700,
                MemoryLimitBytes: 4000,
                ReceivedBytes: 15,
                SentBytes: 3,
                ReadBytes: 101,
                WrittenBytes: 20,
                Pids: 3
            ),
            await docker.ReadUsageAsync("web", Stop)
        );
    }

    [Theory]
    [InlineData(200, OfStopped)]
    [InlineData(404, """{"message":"No such container: web"}""")]
    public async Task What_does_not_run_uses_nothing(int status, string json)
    {
        await using var engine = new FakeEngine();
        engine.On(Stats, FakeEngine.Answer(status, json));
        using var client = engine.Connect();
        using var docker = new DockerEngine(client);

        Assert.Null(await docker.ReadUsageAsync("web", Stop));
    }
}
