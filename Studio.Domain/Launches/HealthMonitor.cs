using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Studio.Domain.Engine;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using Studio.Domain.Timeline;

namespace Studio.Domain.Launches;

/// <summary>One question to a service whether it works.</summary>
/// <param name="Failure">What happened, in Studio's own words; null: it is healthy.</param>
public sealed record HealthReading(DateTimeOffset At, TimeSpan Took, string? Failure);

/// <summary>
/// Asks services with an HTTP probe whether they work, at their interval, as the engine does with health commands; and remembers
/// what they answered last. What turns is written into the service's timeline.
/// </summary>
public sealed partial class HealthMonitor(
    IDbContextFactory<StudioDbContext> databases,
    IContainerEngine engine,
    IHealthProbe probe,
    ServiceTimeline timeline,
    WriteGate gate,
    TimeProvider clock,
    ILogger<HealthMonitor> log
) : BackgroundService
{
    /// <summary>How many readings of a container are remembered.</summary>
    const int Remembered = 30;

    static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    readonly ConcurrentDictionary<string, Watch> _watches = new();

    /// <summary>Definitions do not change, and are read once.</summary>
    readonly Dictionary<(ServiceId, int), HealthCheck?> _checks = [];

    /// <returns><c>starting</c>, <c>healthy</c> or <c>unhealthy</c>; null for a container that is not asked.</returns>
    internal string? Find(string container) => _watches.GetValueOrDefault(container)?.State;

    /// <summary>The last answers of a container, newest first; null for one that is not asked.</summary>
    internal IReadOnlyList<HealthReading>? Readings(string container) =>
        _watches.GetValueOrDefault(container)?.Readings;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        do
        {
            try
            {
                if (!gate.Sealed)
                    await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                LogBroken(exception);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A host may stop twice.
        foreach (var container in _watches.Keys.ToList())
        {
            if (_watches.TryRemove(container, out var watch))
                await watch.EndAsync();
        }
    }

    /// <summary>Begins to ask what has come to life, and stops to ask what is not wanted any more.</summary>
    internal async Task LookAsync(CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var live = await (
            from service in database.Services.AsNoTracking()
            join launch in database.Launches on service.LiveLaunch equals launch.Id
            where service.Desired == DesiredState.Running && launch.ContainerId != null
            select new
            {
                service.Id,
                launch.Revision,
                Container = launch.ContainerId!,
                Launch = launch.Id,
            }
        ).ToListAsync(stop);
        foreach (var gone in _watches.Keys.Except(live.Select(one => one.Container)).ToList())
        {
            if (_watches.TryRemove(gone, out var watch))
                await watch.EndAsync();
        }

        foreach (var one in live.Where(one => !_watches.ContainsKey(one.Container)))
        {
            if (await CheckAsync(database, one.Id, one.Revision, stop) is not { Http: { } http } check)
                continue;
            var watch = new Watch(CancellationTokenSource.CreateLinkedTokenSource(stop));
            _watches[one.Container] = watch;
            watch.Task = AskAsync(
                one.Container,
                http,
                check,
                watch,
                (kind, detail) =>
                    timeline.RecordAsync(
                        [new ServiceEvent(one.Id, kind, one.Container, clock.GetUtcNow(), one.Launch, null, detail)],
                        stop
                    )
            );
        }
    }

    async Task AskAsync(
        string container,
        HttpProbe http,
        HealthCheck check,
        Watch watch,
        Func<ServiceEventKind, string?, Task> tell
    )
    {
        var stop = watch.Stop;
        var (interval, timeout) = (
            TimeSpan.FromSeconds(check.IntervalSeconds),
            TimeSpan.FromSeconds(check.TimeoutSeconds)
        );
        try
        {
            for (var failures = 0; ; await Task.Delay(interval, clock, stop))
            {
                if (await FindAsync(container, stop) is not { Status: ContainerStatus.Running } facts)
                {
                    // Nobody knows how it does: it is down, or the engine is away.
                    (failures, watch.State) = (0, "starting");
                    continue;
                }

                var (at, began) = (clock.GetUtcNow(), clock.GetTimestamp());
                var failure = facts.Address is { } address
                    ? await probe.ProbeAsync(address, http.Port, http.Path, timeout, stop)
                    : "it has no address that Studio can reach.";
                watch.Add(new HealthReading(at, clock.GetElapsedTime(began), failure), Remembered);
                // Failures of the start do not count, as with the engine's own checks.
                var starting =
                    watch.State == "starting" && at - facts.StartedAt < TimeSpan.FromSeconds(check.StartPeriodSeconds);
                failures = failure is null || starting ? 0 : failures + 1;
                var state =
                    failure is null ? "healthy"
                    : failures >= check.Retries ? "unhealthy"
                    : watch.State;
                if (state == watch.State)
                    continue;
                watch.State = state;
                await tell(
                    failure is null ? ServiceEventKind.Healthy : ServiceEventKind.Unhealthy,
                    failure is null ? null : $"GET :{http.Port}{http.Path}: {failure}"
                );
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // It is not wanted any more, or Studio stops.
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogBroken(exception);
        }
    }

    async Task<ContainerFacts?> FindAsync(string container, CancellationToken stop)
    {
        try
        {
            return await engine.FindContainerAsync(container, stop);
        }
        catch (EngineException)
        {
            return null;
        }
    }

    async Task<HealthCheck?> CheckAsync(
        StudioDbContext database,
        ServiceId service,
        int revision,
        CancellationToken stop
    )
    {
        if (_checks.TryGetValue((service, revision), out var known))
            return known;
        var definition = await database
            .ServiceRevisions.AsNoTracking()
            .Where(row => row.Service == service && row.Number == revision)
            .Select(row => row.Definition)
            .SingleOrDefaultAsync(stop);
        return _checks[(service, revision)] = definition?.Health;
    }

    [LoggerMessage(LogLevel.Error, "Asking services for their health failed.")]
    partial void LogBroken(Exception exception);

    /// <summary>One container that is asked.</summary>
    sealed class Watch(CancellationTokenSource stopping)
    {
        readonly Queue<HealthReading> _readings = new();

        public CancellationToken Stop { get; } = stopping.Token;

        public Task Task { get; set; } = Task.CompletedTask;

        public string State { get; set; } = "starting";

        public IReadOnlyList<HealthReading> Readings
        {
            get
            {
                lock (_readings)
                    return [.. _readings.Reverse()];
            }
        }

        public void Add(HealthReading reading, int most)
        {
            lock (_readings)
            {
                _readings.Enqueue(reading);
                while (_readings.Count > most)
                    _readings.Dequeue();
            }
        }

        public async Task EndAsync()
        {
            await stopping.CancelAsync();
            await Task;
            stopping.Dispose();
        }
    }
}
