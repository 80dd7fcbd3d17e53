using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Metrics;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using Studio.Tests.Components;
using Studio.Tests.Engine;
using Studio.Tests.Launches;

namespace Studio.Tests.Metrics;

public sealed class UsageSamplerTests : IAsyncLifetime
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    readonly ManualTime _time = new();
    LaunchHarness _studio = null!;
    UsageSampler _sampler = null!;
    string? _instance = "cafe0123";
    int _reads;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    FakeEngine Engine => _studio.Engine;

    AuditTrail Audit => new(_studio.Databases, _time);

    GetServiceStats Stats => new(new LiveServices(_studio.Databases), _sampler, Audit, _time);

    public async ValueTask InitializeAsync()
    {
        _studio = await LaunchHarness.CreateAsync();
        Engine.OnReadUsage = (_, _) =>
        {
            Interlocked.Increment(ref _reads);
            return Task.CompletedTask;
        };
        // Half a core, from the beginning of time.
        Engine.OnStart = container => container.Usage = () => Usage(_time.GetUtcNow());
        _sampler = Create(_patience);
    }

    public async ValueTask DisposeAsync()
    {
        await _sampler.StopAsync(CancellationToken.None);
        _sampler.Dispose();
        await _studio.DisposeAsync();
    }

    [Fact]
    public async Task Who_looks_twice_sees_what_was_used_in_between()
    {
        await LaunchAsync("web");
        var first = await LookAsync("web");
        _time.Advance(TimeSpan.FromSeconds(2));

        var second = await LookAsync("web");

        Assert.Equal((MetricsState.Measured, null), (first.State, first.Current!.Rates));
        Assert.Equal(50, second.Current!.Rates!.CpuPercent, 6);
        Assert.Equal([first.Current, second.Current], second.Points);
    }

    [Fact]
    public async Task While_nobody_looks_the_engine_is_asked_twice_a_minute()
    {
        await LaunchAsync("web");
        await _sampler.StartAsync(Stop);
        await UntilWaitingAsync(reads: 1);

        _time.Advance(TimeSpan.FromSeconds(29));
        await Task.Delay(50, Stop);
        Assert.Equal(1, _reads);
        _time.Advance(TimeSpan.FromSeconds(1));

        await UntilWaitingAsync(reads: 2);
    }

    [Fact]
    public async Task What_somebody_has_just_looked_at_is_not_asked_for_once_more()
    {
        await LaunchAsync("web");
        await LookAsync("web");
        _time.Advance(TimeSpan.FromSeconds(10));
        await _sampler.SampleAllAsync(Stop);
        Assert.Equal(1, _reads);

        _time.Advance(TimeSpan.FromSeconds(5));
        await _sampler.SampleAllAsync(Stop);

        Assert.Equal(2, _reads);
    }

    [Fact]
    public async Task Once_unsealed_it_begins_within_a_second()
    {
        await LaunchAsync("web");
        _studio.Databases.Gate.Sealed = true;
        await _sampler.StartAsync(Stop);
        await UntilWaitingAsync(reads: 0);
        _studio.Databases.Gate.Sealed = false;

        _time.Advance(TimeSpan.FromSeconds(1));

        await UntilWaitingAsync(reads: 1);
    }

    [Fact]
    public async Task A_round_that_breaks_is_not_the_last_one()
    {
        await LaunchAsync("web");
        var databases = new BrokenDatabases(_studio.Databases) { Broken = true };
        _sampler.Dispose();
        _sampler = Create(_patience, databases);
        await _sampler.StartAsync(Stop);
        await UntilWaitingAsync(reads: 0);
        databases.Broken = false;

        _time.Advance(TimeSpan.FromSeconds(30));

        await UntilWaitingAsync(reads: 1);
    }

    [Fact]
    public async Task Who_is_limited_to_another_project_is_told_nothing()
    {
        await LaunchAsync("web");
        await LookAsync("web");
        _time.Advance(TimeSpan.FromSeconds(2));
        var stranger = _studio.Admin with { Project = ProjectId.New() };
        var project = _studio.Databases.Project;
        var services = new LiveServices(_studio.Databases);

        Problem?[] problems =
        [
            (await Stats.RunAsync(stranger, project, "web", Stop)).Problem,
            (
                await new GetServiceMetrics(services, _sampler, Audit, _time).RunAsync(
                    stranger,
                    project,
                    "web",
                    MetricsWindow.Hour,
                    Stop
                )
            ).Problem,
            (await new SurveyMetrics(services, _sampler, Audit, _time).RunAsync(stranger, project, null, Stop)).Problem,
        ];

        Assert.All(problems, problem => Assert.Equal("The project was not found.", problem?.Message));
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task However_many_look_the_engine_is_asked_once()
    {
        await LaunchAsync("web");

        var seen = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => LookAsync("web")));

        Assert.Equal(1, _reads);
        Assert.All(seen, metrics => Assert.Equal(MetricsState.Measured, metrics.State));
    }

    [Fact]
    public async Task Of_many_services_only_a_few_are_asked_for_at_a_time()
    {
        foreach (var number in Enumerable.Range(0, 20))
            await LaunchAsync($"web-{number}");
        var (now, most) = (0, 0);
        Engine.OnReadUsage = async (_, _) =>
        {
            var current = Interlocked.Increment(ref now);
            lock (_time)
                most = Math.Max(most, current);
            await Task.Delay(5, Stop);
            Interlocked.Decrement(ref now);
        };

        var survey = await SurveyAsync();

        Assert.Equal(20, survey.Services.Count);
        Assert.InRange(most, 2, 8);
    }

    [Fact]
    public async Task An_hour_is_remembered_and_no_more()
    {
        await LaunchAsync("web");
        for (var half = 0; half < 180; half++)
        {
            await _sampler.SampleAllAsync(Stop);
            _time.Advance(TimeSpan.FromSeconds(30));
        }

        var hour = await LookAsync("web", MetricsWindow.Hour);

        Assert.Equal(121, hour.Points.Count);
        Assert.Equal(hour.At - TimeSpan.FromHours(1), hour.Points[0].At);
    }

    [Fact]
    public async Task An_engine_that_is_away_takes_nothing_away_and_is_asked_again()
    {
        await LaunchAsync("web");
        await LookAsync("web");
        _time.Advance(TimeSpan.FromSeconds(30));
        Engine.Down = FakeEngine.Unavailable;

        await _sampler.SampleAllAsync(Stop);
        var away = await LookAsync("web");
        var survey = await SurveyAsync();
        Engine.Down = null;
        _time.Advance(TimeSpan.FromSeconds(2));
        var back = await LookAsync("web");

        Assert.Equal((MetricsState.EngineAway, null), (away.State, away.Current));
        Assert.Single(away.Points);
        Assert.Empty(survey.Services);
        // The one that comes back may be on another machine.
        Assert.Null(survey.Host);
        Assert.Equal((MetricsState.Measured, 2), (back.State, back.Points.Count));
    }

    [Fact]
    public async Task An_engine_that_does_not_answer_is_waited_for_once_by_all_together()
    {
        await LaunchAsync("web");
        Engine.OnReadUsage = (_, stop) =>
        {
            Interlocked.Increment(ref _reads);
            return Task.Delay(Timeout.Infinite, stop);
        };
        _sampler.Dispose();
        _sampler = Create(TimeSpan.FromMilliseconds(50));

        var seen = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => LookAsync("web"))).WaitAsync(_patience, Stop);

        Assert.All(seen, metrics => Assert.Equal(MetricsState.EngineAway, metrics.State));
        Assert.Equal(1, _reads);
    }

    [Fact]
    public async Task A_container_that_the_engine_cannot_tell_of_keeps_no_other_from_being_seen()
    {
        await LaunchAsync("web");
        await LaunchAsync("worker");
        var bad = Engine.Containers.Single(container => container.Spec.NetworkAlias == "web").Id;
        Engine.OnReadUsage = (container, _) =>
            container == bad ? throw new EngineException(EngineFailure.Other, "No such cgroup.") : Task.CompletedTask;

        var survey = await SurveyAsync();

        Assert.Single(survey.Services);
        Assert.Equal(MetricsState.NotRunning, (await LookAsync("web")).State);
    }

    [Fact]
    public async Task Sealed_and_before_the_setup_nothing_is_asked()
    {
        await LaunchAsync("web");
        _studio.Databases.Gate.Sealed = true;
        await _sampler.SampleAllAsync(Stop);
        var @sealed = await LookAsync("web");
        var stats = await Stats.RunAsync(_studio.Admin, _studio.Databases.Project, "web", Stop);
        (_studio.Databases.Gate.Sealed, _instance) = (false, null);
        await _sampler.SampleAllAsync(Stop);

        Assert.Equal(0, _reads);
        Assert.Equal(MetricsState.Sealed, @sealed.State);
        Assert.IsType<Sealed>(stats.Problem);
    }

    [Fact]
    public async Task Of_a_service_that_was_stopped_nothing_is_remembered()
    {
        await LaunchAsync("web");
        await LookAsync("web");
        Assert.Equal(1, _sampler.Remembered);

        await _studio.StopAsync("web");
        var stopped = await LookAsync("web");
        await _sampler.SampleAllAsync(Stop);

        Assert.Equal((MetricsState.NotRunning, 0), (stopped.State, stopped.Points.Count));
        Assert.Equal(0, _sampler.Remembered);
    }

    [Fact]
    public async Task A_survey_gives_what_all_use_together_of_what_there_is()
    {
        await LaunchAsync("web");
        await LaunchAsync("worker");
        await SurveyAsync();
        _time.Advance(TimeSpan.FromSeconds(5));

        var survey = await SurveyAsync();

        Assert.Equal(100, survey.CpuPercent, 6);
        Assert.Equal(2 * Usage(default).MemoryBytes, survey.MemoryBytes);
        Assert.Equal(new HostFacts(4, 8L << 30), survey.Host);
        var web = (await _studio.GetServiceAsync("web")).Id;
        Assert.Equal([web], (await SurveyAsync(web)).Services.Keys);
        var elsewhere = new SurveyMetrics(new LiveServices(_studio.Databases), _sampler, Audit, _time);
        Assert.Empty((await elsewhere.RunAsync(_studio.Admin, ProjectId.New(), null, Stop)).Value.Services);
    }

    [Fact]
    public async Task Who_asks_once_gets_rates_too()
    {
        await LaunchAsync("web");

        var asked = Stats.RunAsync(_studio.Admin, _studio.Databases.Project, "web", Stop);
        Assert.True(SpinWait.SpinUntil(() => _reads == 1 && _time.ActiveTimers == 1, _patience));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(50, (await asked).Value.Rates!.CpuPercent, 6);
    }

    [Fact]
    public async Task Following_ends_when_the_service_is_stopped_and_not_when_the_engine_is_away()
    {
        await LaunchAsync("web");
        await LookAsync("web");
        _time.Advance(TimeSpan.FromSeconds(2));
        var follow = new FollowServiceStats(Stats, _time);
        var started = await follow.RunAsync(_studio.Admin, _studio.Databases.Project, "web", Stop);
        await using var points = started.Value.GetAsyncEnumerator(Stop);
        Assert.True(await points.MoveNextAsync());

        Engine.Down = FakeEngine.Unavailable;
        var next = points.MoveNextAsync().AsTask();
        Tick();
        // It has looked in vain, and waits for the next time.
        UntilWaiting();
        Assert.False(next.IsCompleted);
        Engine.Down = null;
        Tick();
        Assert.True(await next.WaitAsync(_patience, Stop));

        await _studio.StopAsync("web");
        var last = points.MoveNextAsync().AsTask();
        Tick();
        Assert.False(await last.WaitAsync(_patience, Stop));

        void UntilWaiting() => Assert.True(SpinWait.SpinUntil(() => _time.ActiveTimers == 1, _patience));

        void Tick()
        {
            UntilWaiting();
            _time.Advance(TimeSpan.FromSeconds(2));
        }
    }

    UsageSampler Create(TimeSpan patience, IDbContextFactory<StudioDbContext>? databases = null) =>
        new(
            new LiveServices(databases ?? _studio.Databases),
            Engine,
            new ContainerLabels(() => _instance),
            _studio.Databases.Gate,
            _time,
            NullLogger<UsageSampler>.Instance
        )
        {
            Patience = patience,
        };

    static ContainerUsage Usage(DateTimeOffset at) =>
        new(at, (long)(at - DateTimeOffset.UnixEpoch).TotalNanoseconds / 2, 10 << 20, 256 << 20, 0, 0, 0, 0, 3);

    async Task LaunchAsync(string name)
    {
        await _studio.StoreServiceAsync(name);
        await _studio.LaunchAsync(name);
    }

    async Task<ServiceMetrics> LookAsync(string service, MetricsWindow window = MetricsWindow.FiveMinutes)
    {
        var get = new GetServiceMetrics(new LiveServices(_studio.Databases), _sampler, Audit, _time);
        return (await get.RunAsync(_studio.Admin, _studio.Databases.Project, service, window, Stop)).Value;
    }

    async Task<MetricsSurvey> SurveyAsync(params ServiceId[] only)
    {
        var survey = new SurveyMetrics(new LiveServices(_studio.Databases), _sampler, Audit, _time);
        return (await survey.RunAsync(_studio.Admin, _studio.Databases.Project, only is [] ? null : only, Stop)).Value;
    }

    sealed class BrokenDatabases(IDbContextFactory<StudioDbContext> databases) : IDbContextFactory<StudioDbContext>
    {
        public bool Broken { get; set; }

        public StudioDbContext CreateDbContext() =>
            Broken ? throw new InvalidOperationException("The database is gone.") : databases.CreateDbContext();
    }

    /// <summary>Until the sampler has read so often and waits for its next round.</summary>
    async Task UntilWaitingAsync(int reads)
    {
        using var late = new CancellationTokenSource(_patience);
        while (_reads != reads || _time.ActiveTimers != 1)
            await Task.Delay(5, late.Token);
    }
}
