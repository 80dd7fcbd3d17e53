using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Studio.Domain.Engine;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Keeps the engine at what is stored: at the start, whenever a container of ours ends, and every half minute. It looks at how
/// things are and not at what happened, so whatever it missed, and whatever was done twice, comes to the same.
/// </summary>
/// <remarks>
/// While a container is live the engine starts it again by itself, except in a crash loop; only what the engine does not do is done
/// here. What a launch under way has made is the launch's own.
/// </remarks>
public sealed partial class Reconciler(
    ServiceContainers containers,
    ServiceTurns turns,
    LaunchQueue queue,
    Recovery recovery,
    CrashLoops loops,
    CrashReports reports,
    IContainerEngine engine,
    ContainerLabels labels,
    WriteGate gate,
    TimeProvider clock,
    ILogger<Reconciler> log
) : BackgroundService
{
    static readonly TimeSpan Resync = TimeSpan.FromSeconds(30);
    static readonly TimeSpan Retry = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(100);

    // Set when there may be something to do. Many reasons at once are one.
    readonly SemaphoreSlim _wake = new(1, 1);

    bool _engineAway;

    bool IsReady => !gate.Sealed && labels.AreKnown;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(WatchAsync(stoppingToken), SweepAsync(stoppingToken));

    public override void Dispose()
    {
        _wake.Dispose();
        base.Dispose();
    }

    async Task WatchAsync(CancellationToken stop)
    {
        while (true)
        {
            try
            {
                if (labels.AreKnown)
                {
                    await foreach (var happened in engine.WatchAsync(labels.All, since: null, stop))
                    {
                        if (happened.Kind is ContainerEventKind.Ended or ContainerEventKind.Removed)
                            Wake();
                    }
                }
            }
            catch (EngineException exception)
            {
                LogWatchBroken(exception.Failure);
            }

            await Task.Delay(Retry, clock, stop);
            // What happened in between was told to nobody.
            Wake();
        }
    }

    async Task SweepAsync(CancellationToken stop)
    {
        while (true)
        {
            await _wake.WaitAsync(UntilNext(), stop);
            try
            {
                await SweepOnceAsync(stop);
                _engineAway = false;
            }
            catch (EngineException exception)
            {
                if (!_engineAway)
                    LogEngineAway(exception.Failure);
                _engineAway = true;
            }
            // The database is busy or full: the next round is soon enough, and must come.
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                LogBroken(exception);
            }
        }
    }

    /// <summary>Looks once, and mends what it finds.</summary>
    /// <exception cref="EngineException">The engine cannot be asked.</exception>
    internal async Task SweepOnceAsync(CancellationToken stop)
    {
        if (!IsReady)
            return;
        await queue.TakeUpInterruptedAsync(stop);
        var found = await containers.CompareAsync(stop);
        foreach (var service in found.Stray)
        {
            // Whoever has the turn leaves the containers as they should be.
            using var turn = turns.TryEnter(service);
            if (turn is not null)
                await MendAsync(service, stop);
        }

        await recovery.RecoverAsync(found.Lost, stop);
        foreach (var container in found.Crashed)
            await reports.WriteAsync(container, stop);
    }

    TimeSpan UntilNext()
    {
        if (!IsReady)
            return Retry;
        var soonest = new[] { loops.UntilNext(), recovery.UntilNext(), Resync }.Min()!.Value;
        return soonest > Soonest ? soonest : Soonest;
    }

    async Task MendAsync(ServiceId service, CancellationToken stop)
    {
        try
        {
            await containers.ConvergeAsync(service, LaunchOptions.StopGrace, stop);
            LogMended(service);
        }
        // One service that the engine does not do well by must not keep the others from being looked at.
        catch (EngineException exception) when (exception.Failure != EngineFailure.Unavailable)
        {
            LogNotMended(service, exception.Failure);
        }
    }

    void Wake()
    {
        if (_wake.CurrentCount == 0)
            _wake.Release();
    }

    [LoggerMessage(LogLevel.Information, "The containers of {Service} were not what is stored, and are now.")]
    partial void LogMended(ServiceId service);

    [LoggerMessage(
        LogLevel.Warning,
        "The containers of {Service} are not what is stored, and the engine failed: {Failure}."
    )]
    partial void LogNotMended(ServiceId service, EngineFailure failure);

    [LoggerMessage(LogLevel.Debug, "The engine's events cannot be followed: {Failure}.")]
    partial void LogWatchBroken(EngineFailure failure);

    [LoggerMessage(LogLevel.Warning, "The containers cannot be looked at: {Failure}.")]
    partial void LogEngineAway(EngineFailure failure);

    [LoggerMessage(LogLevel.Error, "A look at the containers failed.")]
    partial void LogBroken(Exception exception);
}
