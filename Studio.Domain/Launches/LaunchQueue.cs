using System.Collections.Concurrent;
using System.Threading.Channels;
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
    LaunchFeed feed,
    WriteGate gate,
    TimeProvider clock,
    ILogger<LaunchQueue> log
) : BackgroundService
{
    const int AtOnce = 4;

    static readonly TimeSpan SealedPoll = TimeSpan.FromSeconds(2);

    readonly Channel<LaunchId> _waiting = Channel.CreateUnbounded<LaunchId>();
    readonly ConcurrentDictionary<ServiceId, SemaphoreSlim> _turns = new();

    /// <summary>Puts a stored launch into the queue.</summary>
    internal void Add(LaunchId launch)
    {
        feed.Open(launch);
        _waiting.Writer.TryWrite(launch);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await TakeUpInterruptedAsync(stoppingToken);
        await Parallel.ForEachAsync(
            _waiting.Reader.ReadAllAsync(stoppingToken),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken },
            async (launch, stop) => await RunInTurnAsync(launch, stop)
        );
    }

    async Task TakeUpInterruptedAsync(CancellationToken stop)
    {
        while (gate.Sealed)
            await Task.Delay(SealedPoll, clock, stop);
        await using var database = await databases.CreateDbContextAsync(stop);
        var interrupted = await database
            .Launches.Where(row => row.State == LaunchState.Queued || row.State == LaunchState.Running)
            .OrderBy(row => row.Id)
            .ToListAsync(stop);
        foreach (var launch in interrupted)
            launch.Redo();
        await database.SaveChangesAsync(stop);
        foreach (var launch in interrupted)
        {
            LogTakenUp(launch.Id);
            Add(launch.Id);
        }
    }

    async Task RunInTurnAsync(LaunchId launch, CancellationToken stop)
    {
        try
        {
            var service = await ServiceOfAsync(launch, stop);
            var turn = _turns.GetOrAdd(service, _ => new SemaphoreSlim(1, 1));
            await turn.WaitAsync(stop);
            try
            {
                await execution.RunAsync(launch, stop);
            }
            finally
            {
                turn.Release();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            LogInterrupted(launch);
        }
        // A bug in one launch must not end all others. What it was about stands in the launch's record and here.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            LogBroken(launch, exception);
        }
        finally
        {
            feed.Close(launch);
        }
    }

    async Task<ServiceId> ServiceOfAsync(LaunchId launch, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.Launches.Where(row => row.Id == launch).Select(row => row.Service).SingleAsync(stop);
    }

    [LoggerMessage(LogLevel.Information, "Launch {Launch} was interrupted and is done again.")]
    partial void LogTakenUp(LaunchId launch);

    [LoggerMessage(LogLevel.Information, "Launch {Launch} is interrupted: Studio stops. It will be done again.")]
    partial void LogInterrupted(LaunchId launch);

    [LoggerMessage(LogLevel.Error, "Launch {Launch} ended in a way that was not foreseen.")]
    partial void LogBroken(LaunchId launch, Exception exception);
}
