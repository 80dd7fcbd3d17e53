using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Runs launches in the background: those of one service one after another, those of different services side by side. What was
/// under way when Studio stopped is done again under its own id.
/// </summary>
public sealed partial class LaunchQueue(
    IDbContextFactory<StudioDbContext> databases,
    LaunchExecution execution,
    ServiceTurns turns,
    LaunchFeed feed,
    WriteGate gate,
    TimeProvider clock,
    ILogger<LaunchQueue> log
) : IHostedService
{
    static readonly TimeSpan SealedPoll = TimeSpan.FromSeconds(2);

    readonly ConcurrentDictionary<LaunchId, UnderWay> _underWay = new();

    // Never disposed of: it has no timer and no parent, and a host may stop twice.
    readonly CancellationTokenSource _stopping = new();

    Task _takingUp = Task.CompletedTask;
    volatile bool _started;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _started = true;
        _takingUp = TakeUpInterruptedAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll([_takingUp, .. _underWay.Values.Select(one => one.Task)]).WaitAsync(cancellationToken);
    }

    /// <summary>Begins a stored launch; an earlier one of its service that is under way gives way to it.</summary>
    /// <param name="plan">What was planned when it was ordered, a moment ago; null: it plans itself.</param>
    internal void Add(Launch launch, LaunchPlan? plan = null)
    {
        // Before the start nothing runs; what is stored is taken up then.
        if (!_started)
            return;
        EndOf(launch.Service);
        var added = new UnderWay(launch.Service);
        if (!_underWay.TryAdd(launch.Id, added))
            return;
        feed.Open(launch.Id);
        added.Task = Task.Run(() => RunInTurnAsync(launch.Id, added, plan));
    }

    /// <summary>Ends the launches of a service that are under way. What is stored by then says what becomes of them.</summary>
    internal void EndOf(ServiceId service)
    {
        foreach (var one in _underWay.Values.Where(one => one.Service == service))
            one.Ended.Cancel();
    }

    async Task TakeUpInterruptedAsync()
    {
        try
        {
            while (gate.Sealed)
                await Task.Delay(SealedPoll, clock, _stopping.Token);
            await using var database = await databases.CreateDbContextAsync(_stopping.Token);
            var stored = await database
                .Launches.Where(row => row.State == LaunchState.Queued || row.State == LaunchState.Running)
                .OrderBy(row => row.Id)
                .ToListAsync(_stopping.Token);
            var interrupted = stored.Where(launch => !_underWay.ContainsKey(launch.Id)).ToList();
            interrupted.ForEach(launch => launch.Redo());
            await database.SaveChangesAsync(_stopping.Token);
            foreach (var launch in interrupted)
            {
                LogTakenUp(launch.Id);
                Add(launch);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            LogNothingTakenUp();
        }
    }

    async Task RunInTurnAsync(LaunchId launch, UnderWay run, LaunchPlan? plan)
    {
        try
        {
            // Also one that is no longer wanted waits for its turn: its end is written down there.
            using var turn = await turns.EnterAsync(run.Service, _stopping.Token);
            await execution.RunAsync(launch, plan, run.Ended.Token, _stopping.Token);
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

    [LoggerMessage(LogLevel.Information, "Launch {Launch} was interrupted and is done again.")]
    partial void LogTakenUp(LaunchId launch);

    [LoggerMessage(LogLevel.Information, "Studio stops before it could look for interrupted launches.")]
    partial void LogNothingTakenUp();

    [LoggerMessage(LogLevel.Information, "Launch {Launch} is interrupted: Studio stops. It will be done again.")]
    partial void LogInterrupted(LaunchId launch);

    [LoggerMessage(LogLevel.Error, "Launch {Launch} stands still: what became of it could not be written down.")]
    partial void LogBroken(LaunchId launch, Exception exception);

    /// <summary>A launch that runs or waits for its turn.</summary>
    sealed class UnderWay(ServiceId service)
    {
        public ServiceId Service => service;

        public Task Task { get; set; } = Task.CompletedTask;

        // Has no timer and no parent, so there is nothing to dispose of; whoever ends it may come after it is over.
        public CancellationTokenSource Ended { get; } = new();
    }
}
