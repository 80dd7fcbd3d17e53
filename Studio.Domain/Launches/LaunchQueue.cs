using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Runs launches in the background: those of one service one after another, those of different services side by side. What is
/// stored and does not run, the <see cref="Reconciler"/> has taken up again under its own id.
/// </summary>
public sealed partial class LaunchQueue(
    IDbContextFactory<StudioDbContext> databases,
    LaunchExecution execution,
    ServiceTurns turns,
    LaunchHistory history,
    LaunchFeed feed,
    TimeProvider clock,
    ILogger<LaunchQueue> log
) : IHostedService
{
    /// <summary>How soon to look again for a launch that is stored as under way and is not: the reconciler takes it up.</summary>
    static readonly TimeSpan AfterInterruption = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<LaunchId, UnderWay> _underWay = new();

    // Never disposed of: it has no timer and no parent, and a host may stop twice.
    readonly CancellationTokenSource _stopping = new();

    volatile bool _started;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = true;
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_underWay.Values.Select(one => one.Task)).WaitAsync(cancellationToken);
    }

    /// <summary>Begins a stored launch, unless it is under way already.</summary>
    /// <param name="plan">What was planned when it was ordered, a moment ago; null: it plans itself.</param>
    internal void Add(Launch launch, LaunchPlan? plan = null)
    {
        // Before the start nothing runs; what is stored is taken up then.
        if (!_started)
            return;
        var added = new UnderWay(launch.Service, launch.After is not null);
        if (!_underWay.TryAdd(launch.Id, added))
            return;
        feed.Open(launch.Id);
        added.Task = Task.Run(() => RunInTurnAsync(launch.Id, added, plan));
    }

    /// <summary>Ends the launches of a service that are under way. What is stored by then says what becomes of them.</summary>
    /// <param name="but">The one that they give way to: a look of the reconciler may have begun it as soon as it was stored.</param>
    internal void EndOf(ServiceId service, LaunchId? but = null)
    {
        foreach (var (_, one) in _underWay.Where(pair => pair.Value.Service == service && pair.Key != but))
            one.Ended.Cancel();
    }

    /// <summary>
    /// Begins again what is stored as under way and is not: it was cut off when Studio stopped, or its end could not be written down.
    /// </summary>
    internal async Task TakeUpInterruptedAsync(CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var stored = await database
            .Launches.AsNoTracking()
            .Where(row => row.State == LaunchState.Queued || row.State == LaunchState.Running)
            .OrderBy(row => row.Id)
            .ToListAsync(stop);
        // What has ended since it was read, the launch sees when its turn comes.
        foreach (var launch in stored.Where(launch => !_underWay.ContainsKey(launch.Id)))
        {
            LogTakenUp(launch.Id);
            Add(launch);
        }
    }

    async Task RunInTurnAsync(LaunchId launch, UnderWay run, LaunchPlan? plan)
    {
        try
        {
            await UntilItMayBeginAsync(launch, run);
            // Also one that is no longer wanted waits for its turn: its end is written down there.
            using var turn = await turns.EnterAsync(run.Service, _stopping.Token);
            await execution.RunAsync(launch, plan, run.Ended.Token, _stopping.Token);
            await history.PruneAsync(run.Service, _stopping.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogInterrupted(launch);
        }
        // What the execution itself could not write down: the database is full, busy or gone. It is done again at the next start.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogBroken(launch, exception);
        }
        finally
        {
            _underWay.TryRemove(launch, out _);
            feed.Close(launch);
        }
    }

    /// <summary>One of a rollout begins when the one before it has ended, or when nobody wants it any more.</summary>
    async Task UntilItMayBeginAsync(LaunchId launch, UnderWay run)
    {
        if (!run.Waits)
            return;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(run.Ended.Token, _stopping.Token);
        try
        {
            // Looked up each time: who was to go before it may have given way, or be gone.
            while (await FindBeforeAsync(launch, either.Token) is { } before)
            {
                if (_underWay.TryGetValue(before, out var other))
                    await other.Task.WaitAsync(either.Token);
                else
                    await Task.Delay(AfterInterruption, clock, either.Token);
            }
        }
        catch (OperationCanceledException)
            when (run.Ended.IsCancellationRequested && !_stopping.IsCancellationRequested)
        {
            // Its end is written down in its turn.
        }
    }

    /// <returns>Null when nothing that goes before it is under way any more.</returns>
    async Task<LaunchId?> FindBeforeAsync(LaunchId launch, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.FindBeforeAsync(launch, stop) is { HasEnded: false } before ? before.Id : null;
    }

    [LoggerMessage(LogLevel.Information, "Launch {Launch} was interrupted and is done again.")]
    partial void LogTakenUp(LaunchId launch);

    [LoggerMessage(LogLevel.Information, "Launch {Launch} is interrupted: Studio stops. It will be done again.")]
    partial void LogInterrupted(LaunchId launch);

    [LoggerMessage(LogLevel.Error, "Launch {Launch} stands still: what became of it could not be written down.")]
    partial void LogBroken(LaunchId launch, Exception exception);

    /// <summary>A launch that runs or waits for its turn.</summary>
    sealed class UnderWay(ServiceId service, bool waits)
    {
        public ServiceId Service => service;

        /// <summary>It is one of a rollout, and not the first.</summary>
        public bool Waits => waits;

        public Task Task { get; set; } = Task.CompletedTask;

        // Has no timer and no parent, so there is nothing to dispose of; whoever ends it may come after it is over.
        public CancellationTokenSource Ended { get; } = new();
    }
}
