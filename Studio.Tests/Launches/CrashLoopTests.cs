using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Tests.Components;

namespace Studio.Tests.Launches;

/// <summary>Containers that end again and again.</summary>
public sealed class CrashLoopTests
{
    const int OneMinute = 60_000;

    readonly ManualTime _clock = new();
    readonly CrashLoops _loops;

    public CrashLoopTests() => _loops = new CrashLoops(_clock);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    DateTimeOffset Now => _clock.GetUtcNow();

    [Fact]
    public void A_container_that_ends_now_and_then_is_the_engines()
    {
        Assert.Equal(new Upkeep(Start: true, ByEngine: true), _loops.Look(Exited(restarts: 2)));
        // Many restarts over a long time, each after a long run, are no loop.
        _loops.Look(Running(restarts: 7, TimeSpan.FromHours(1)));
        Assert.Equal(new Upkeep(Start: true, ByEngine: true), _loops.Look(Exited(restarts: 8)));
        Assert.Null(_loops.Find(Exited(restarts: 8)));
    }

    [Fact]
    public void After_three_restarts_in_a_row_the_engine_lets_go_and_the_pauses_double()
    {
        Assert.Equal(new Upkeep(Start: false, ByEngine: false), _loops.Look(Exited(restarts: 3)));
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300 })
        {
            Assert.False(_loops.Look(Exited(3, at: Finished)).Start);
            _clock.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromMilliseconds(1));
            Assert.False(_loops.Look(Exited(3, at: Finished)).Start);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal(new Upkeep(Start: true, ByEngine: false), _loops.Look(Exited(3, at: Finished)));
            // It is started, and ends once more.
            Finished = Now;
        }
    }

    [Fact]
    public void A_run_of_a_minute_ends_the_loop_and_the_next_end_is_the_first_again()
    {
        _loops.Look(Exited(restarts: 3));
        Assert.False(_loops.Look(Running(0, TimeSpan.FromSeconds(59))).ByEngine);
        Assert.True(_loops.Look(Running(0, TimeSpan.FromSeconds(60))).ByEngine);
        Assert.True(_loops.Look(Exited(restarts: 1)).ByEngine);
    }

    [Fact]
    public void It_is_shown_until_a_run_has_lasted_a_while()
    {
        _loops.Look(Exited(restarts: 3));
        var loop = _loops.Find(Running(0, TimeSpan.FromSeconds(9)));
        Assert.Equal((3, 7), (loop?.Ends, loop?.ExitCode));
        Assert.Null(_loops.Find(Running(0, TimeSpan.FromSeconds(10))));
    }

    [Fact]
    public void What_is_not_wanted_any_more_is_forgotten()
    {
        _loops.Look(Exited(restarts: 3));
        _loops.KeepOnly(new HashSet<string>());
        Assert.Null(_loops.Find(Exited(restarts: 3)));
        Assert.Null(_loops.UntilNext());
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_service_in_a_loop_says_why_with_its_last_lines_redacted_and_is_started_again_by_studio()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        await studio.StoreServiceAsync(keys: "weather");
        await studio.LaunchAsync("web");
        var container = studio.Engine.Containers.Single();
        container.Lines.AddRange(["starting", "bad key s3cret-value-0123456789"]);
        (container.RestartCount, container.OutOfMemory) = (3, true);
        var started = new TaskCompletionSource();
        studio.Engine.OnStart = _ => started.TrySetResult();

        studio.Engine.Kill(container, exitCode: 7);

        var crash = await UntilCrashAsync(studio, crash => crash.LastLines.Count > 0);
        Assert.Equal((3, 7, true), (crash.Ends, crash.ExitCode, crash.OutOfMemory));
        Assert.Equal(["starting", "bad key [redacted:API_KEY]"], crash.LastLines.Select(line => $"{line}"));
        Assert.False(container.RestartsAlways);
        // A second later, by itself.
        await started.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        Assert.Equal((ContainerStatus.Running, false), (container.Status, container.RestartsAlways));
        Assert.Contains(
            await studio.MomentsAsync("web"),
            one => one.Container?.Kind == Domain.Timeline.ServiceEventKind.CrashLoop
        );
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_new_launch_ends_the_loop()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");
        var container = studio.Engine.Containers.Single();
        container.RestartCount = 3;
        studio.Engine.Kill(container, exitCode: 1);
        await UntilCrashAsync(studio, _ => true);

        await studio.LaunchAsync("web");

        var state = (await studio.GetServiceAsync("web")).State;
        Assert.Equal((ServiceStatus.Running, null), (state.Status, state.Crash));
        Assert.True(studio.Engine.Containers.Single().RestartsAlways);
    }

    static async Task<ServiceCrash> UntilCrashAsync(LaunchHarness studio, Func<ServiceCrash, bool> condition)
    {
        while (true)
        {
            var state = (await studio.GetServiceAsync("web")).State;
            if (state is { Status: ServiceStatus.CrashLoop, Crash: { } crash } && condition(crash))
                return crash;
            await Task.Delay(10, Stop);
        }
    }

    DateTimeOffset Finished
    {
        get => field == default ? field = Now : field;
        set;
    }

    ContainerFacts Exited(int restarts, DateTimeOffset? at = null) =>
        Facts(ContainerStatus.Exited, restarts, at ?? Finished, at ?? Finished);

    ContainerFacts Running(int restarts, TimeSpan since) =>
        Facts(ContainerStatus.Running, restarts, Now - since, Finished);

    static ContainerFacts Facts(
        ContainerStatus status,
        int restarts,
        DateTimeOffset started,
        DateTimeOffset finished
    ) =>
        new(
            "one",
            "one",
            status,
            7,
            false,
            restarts,
            started,
            finished,
            true,
            null,
            null,
            null,
            new Dictionary<string, string>()
        );
}
