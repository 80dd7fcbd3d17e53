using System.Threading.Channels;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Timeline;

/// <summary>
/// Writes down what the engine tells of containers of this installation: also what happened while Studio was away, as far as the
/// engine remembers. Over a restart of the engine it does not.
/// </summary>
public sealed partial class EventRecorder(
    IDbContextFactory<StudioDbContext> databases,
    ServiceTimeline timeline,
    IContainerEngine engine,
    ContainerLabels labels,
    WriteGate gate,
    TimeProvider clock,
    ILogger<EventRecorder> log
) : BackgroundService
{
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);

    // Launches make several events in a moment, and need the database themselves.
    static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(300);

    // A storm of events costs those that cannot be written down in time, not memory.
    readonly Channel<ServiceEvent> _happened = Channel.CreateBounded<ServiceEvent>(
        new BoundedChannelOptions(4096) { FullMode = BoundedChannelFullMode.DropOldest }
    );

    DateTimeOffset? _last;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(WatchAsync(stoppingToken), WriteAsync(stoppingToken));

    async Task WatchAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                if (!gate.Sealed && labels.AreKnown)
                {
                    // Its own tick is not asked for again.
                    var since = (_last ??= await NewestAsync(stop))?.AddTicks(1);
                    await foreach (var happened in engine.WatchAsync(labels.All, since, stop))
                        Take(happened);
                }
            }
            catch (EngineException exception)
            {
                LogWatchBroken(exception.Failure);
            }
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                LogBroken(exception);
            }

            await Task.Delay(Retry, clock, stop);
        }
    }

    void Take(ContainerEvent happened)
    {
        _last = happened.At;
        if (!WireId.TryParse<ServiceId>(happened.Labels.GetValueOrDefault(ContainerLabels.Service), out var service))
            return;
        var launch = happened.Labels.GetValueOrDefault(ContainerLabels.Launch);
        _happened.Writer.TryWrite(
            new ServiceEvent(
                service,
                KindOf(happened.Kind),
                happened.Container,
                happened.At,
                WireId.TryParse<LaunchId>(launch, out var id) ? id : null,
                happened.ExitCode
            )
        );
    }

    async Task WriteAsync(CancellationToken stop)
    {
        while (await _happened.Reader.WaitToReadAsync(stop))
        {
            await Task.Delay(Gathering, clock, stop);
            var gathered = new List<ServiceEvent>();
            while (_happened.Reader.TryRead(out var one))
                gathered.Add(one);
            await timeline.RecordAsync(gathered, stop);
        }
    }

    async Task<DateTimeOffset?> NewestAsync(CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database
            .Set<ServiceEvent>()
            .OrderByDescending(row => row.At)
            .Select(row => (DateTimeOffset?)row.At)
            .FirstOrDefaultAsync(stop);
    }

    static ServiceEventKind KindOf(ContainerEventKind kind) =>
        kind switch
        {
            ContainerEventKind.Started => ServiceEventKind.Started,
            ContainerEventKind.Ended => ServiceEventKind.Ended,
            ContainerEventKind.OutOfMemory => ServiceEventKind.OutOfMemory,
            ContainerEventKind.Healthy => ServiceEventKind.Healthy,
            ContainerEventKind.Unhealthy => ServiceEventKind.Unhealthy,
            _ => ServiceEventKind.Removed,
        };

    [LoggerMessage(LogLevel.Debug, "The engine's events cannot be followed: {Failure}.")]
    partial void LogWatchBroken(EngineFailure failure);

    [LoggerMessage(LogLevel.Error, "Following the engine's events failed.")]
    partial void LogBroken(Exception exception);
}
