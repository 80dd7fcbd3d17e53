using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Redaction;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Brings one launch to life, step by step. Each step is recorded before it is done. Secrets are resolved before anything is pulled,
/// and the image is there before anything that runs is touched. What fails is undone: the container that ran before runs again.
/// </summary>
public sealed partial class LaunchExecution(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    LaunchSteps steps,
    ServiceContainers containers,
    IContainerEngine engine,
    InstanceOutput output,
    KeptLogs logs,
    LaunchFeed feed,
    TimeProvider clock,
    ILogger<LaunchExecution> log
)
{
    const int LastLines = 20;
    const int LongestReason = 500;

    // Pulling and creating are work for the machine; waiting for health is not, and takes nobody's place.
    const int AtOnce = 8;

    const string EngineAway = "The engine is not reachable: waiting for it.";

    static readonly TimeSpan EnginePoll = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>Runs a stored launch until it has ended, however long the engine is away.</summary>
    /// <param name="ordered">What was planned when it was ordered, a moment ago.</param>
    /// <param name="ended">It is no longer wanted: the service was stopped, deleted, or ordered anew, and that is stored.</param>
    /// <param name="stop">Studio stops: what is left is done at its next start.</param>
    internal async Task RunAsync(LaunchId id, LaunchPlan? ordered, CancellationToken ended, CancellationToken stop)
    {
        while (await IsToBeDoneAgainAsync(id, ordered, ended, stop))
        {
            ordered = null;
            await UntilEngineIsBackAsync(ended, stop);
            // And what was wrong with the database gets a moment to pass.
            await Task.Delay(EnginePoll, clock, stop);
        }
    }

    async Task<bool> IsToBeDoneAgainAsync(
        LaunchId id,
        LaunchPlan? ordered,
        CancellationToken ended,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var launch = await database.Launches.SingleOrDefaultAsync(row => row.Id == id, stop);
        if (launch is null or { HasEnded: true })
            return false;
        if (launch.State == LaunchState.Running)
            launch.Redo();
        var attempt = new LaunchAttempt(database, launch, ordered);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, stop);
        try
        {
            await FailIfUnwantedAsync(attempt, stop);
            await DoAsync(attempt, either.Token, stop);
            await GoLiveAsync(attempt, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (EngineException exception) when (exception.Failure == EngineFailure.Unavailable)
        {
            LogEngineAway(launch.Id);
            return await ToBeDoneAgainAsync(attempt, EngineAway, stop);
        }
        // Not a reason of the launch's own: it is done again, under its id, when the database can be written.
        catch (Exception exception) when (DatabaseOutages.Find(exception) is { } outage)
        {
            LogDatabaseAway(launch.Id, outage.Code);
            await TidyLiveAsync(attempt.Launch, stop);
            return await ToBeDoneAgainAsync(attempt, "The database could not be written: trying again.", stop);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return await FailAsync(attempt, await ReasonAsync(attempt, exception, stop), stop);
        }

        await TidyLiveAsync(launch, stop);
        return false;
    }

    async Task DoAsync(LaunchAttempt attempt, CancellationToken either, CancellationToken stop)
    {
        await _places.WaitAsync(either);
        try
        {
            await StepAsync(LaunchStepName.Resolving, steps.ResolveAsync, stop);
            await StepAsync(LaunchStepName.Pulling, steps.PullAsync, either);
            // A request to the engine that is cut short may be done all the same: these two are seen to their end.
            await StepAsync(LaunchStepName.Creating, steps.CreateAsync, stop);
            await StepAsync(LaunchStepName.Starting, steps.StartAsync, stop);
            // It runs: who follows need not wait until that is on the disk.
            Tell(attempt);
        }
        finally
        {
            _places.Release();
        }

        await StepAsync(LaunchStepName.WaitingHealthy, steps.WaitHealthyAsync, either);
        either.ThrowIfCancellationRequested();

        async Task StepAsync(
            LaunchStepName name,
            Func<LaunchAttempt, CancellationToken, Task> step,
            CancellationToken limit
        )
        {
            either.ThrowIfCancellationRequested();
            attempt.Launch.Begin(name, clock.GetUtcNow());
            await attempt.Database.SaveChangesAsync(stop);
            Tell(attempt);
            await step(attempt, limit);
        }
    }

    async Task GoLiveAsync(LaunchAttempt attempt, CancellationToken stop)
    {
        var (database, launch) = (attempt.Database, attempt.Launch);
        var service = await database.Services.SingleAsync(row => row.Id == launch.Service, stop);
        var earlier = await database
            .Launches.Where(row => row.Service == launch.Service && row.State == LaunchState.Live)
            .ToListAsync(stop);
        foreach (var one in earlier)
        {
            if (launch.Reason == LaunchReason.Rollback)
                one.RollBack(clock.GetUtcNow());
            else
                one.Supersede(clock.GetUtcNow());
        }

        launch.GoLive(clock.GetUtcNow());
        RecordEnd(attempt, service.Name, "live", "ok");
        // Someone may save the definition in the meantime; that does not touch what has come to life.
        if (await database.SaveAnywayAsync(service, one => one.GoLive(launch.Id), service.Name, stop) is { } lost)
            throw new LaunchFailedException(lost);
        Tell(attempt);
    }

    /// <returns>Whether it is to be done again instead: the engine went away.</returns>
    async Task<bool> FailAsync(LaunchAttempt attempt, Problem problem, CancellationToken stop)
    {
        var lines = await ReadLastLinesAsync(attempt, stop);
        string undone;
        try
        {
            undone = await UndoAsync(attempt.Launch, stop);
        }
        // What seems the launch's own fault was the engine's: one that stops ends containers first, and answers until then.
        catch (EngineException exception) when (exception.Failure == EngineFailure.Unavailable)
        {
            LogEngineAway(attempt.Launch.Id);
            return await ToBeDoneAgainAsync(attempt, EngineAway, stop);
        }

        if (!await attempt.ReloadAsync(stop))
            return false;
        var launch = attempt.Launch;
        var name = await attempt
            .Database.Services.Where(row => row.Id == launch.Service)
            .Select(row => row.Name)
            .SingleAsync(stop);
        if (problem is GivenWay)
            launch.Supersede(clock.GetUtcNow());
        else
        {
            var error = $"{attempt.Known.Redact(problem.Message).Shortened(LongestReason)} {undone}".Trim();
            launch.Fail(problem.Code, error, lines.Select(line => $"{line}"), clock.GetUtcNow());
        }

        RecordEnd(attempt, name, problem.Code, problem is GivenWay ? "ok" : "failed");
        await attempt.Database.SaveChangesAsync(stop);
        Tell(attempt);
        return false;
    }

    /// <summary>Takes away what the launch made; what ran before runs again.</summary>
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: the reconciler does it when it is back.</exception>
    async Task<string> UndoAsync(Launch launch, CancellationToken stop)
    {
        try
        {
            if (launch.ContainerId is { } own)
            {
                await logs.KeepAsync(launch.Service, launch.Id, own, stop);
                await engine.RemoveAsync(own, stop);
            }
        }
        catch (EngineException exception) when (exception.Failure != EngineFailure.Unavailable)
        {
            LogNotTidied(launch.Id, exception.Failure);
        }

        return await TidyAsync(launch, stop) switch
        {
            true => "What ran before runs again.",
            false => "",
            null => "What ran before may not run again: the engine failed.",
        };
    }

    /// <returns>Whether the live container had to be started; null when not everything could be done.</returns>
    async Task<bool?> TidyAsync(Launch launch, CancellationToken stop)
    {
        try
        {
            return await containers.ConvergeAsync(launch.Service, LaunchOptions.StopGrace, stop);
        }
        catch (EngineException exception) when (exception.Failure != EngineFailure.Unavailable)
        {
            LogNotTidied(launch.Id, exception.Failure);
            return null;
        }
    }

    /// <summary>What could not be done, the reconciler does.</summary>
    async Task TidyLiveAsync(Launch launch, CancellationToken stop)
    {
        try
        {
            await TidyAsync(launch, stop);
        }
        catch (EngineException exception)
        {
            LogNotTidied(launch.Id, exception.Failure);
        }
    }

    async Task<IReadOnlyList<RedactedText>> ReadLastLinesAsync(LaunchAttempt attempt, CancellationToken stop)
    {
        try
        {
            return attempt is { Started: true, Launch.ContainerId: { } container }
                ? await output.TailAsync(container, attempt.Known, LastLines, stop)
                : [];
        }
        // Removed from outside, perhaps: its lines are gone, and everything else is still to be undone.
        catch (EngineException exception)
        {
            LogNoLines(attempt.Launch.Id, exception.Failure);
            return [];
        }
    }

    /// <summary>Back to the beginning, until what is in the way has passed.</summary>
    /// <returns>Whether it is to be done again.</returns>
    async Task<bool> ToBeDoneAgainAsync(LaunchAttempt attempt, string note, CancellationToken stop)
    {
        if (!await attempt.ReloadAsync(stop))
            return false;
        attempt.Launch.Redo(note);
        await attempt.Database.SaveChangesAsync(stop);
        Tell(attempt);
        return true;
    }

    async Task UntilEngineIsBackAsync(CancellationToken ended, CancellationToken stop)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await engine.GetFactsAsync(stop);
                return;
            }
            catch (EngineException)
            {
                await Task.Delay(EnginePoll, clock, stop);
            }
        }
    }

    /// <summary>What was stored of the service since it was ordered decides whether the launch still is wanted.</summary>
    static async Task<Problem?> UnwantedAsync(LaunchAttempt attempt, CancellationToken stop)
    {
        var launch = attempt.Launch;
        var service = await attempt
            .Database.Services.Where(row => row.Id == launch.Service)
            .Select(row => new { row.LastLaunch, row.Desired })
            .SingleOrDefaultAsync(stop);
        return service is null ? ServiceViews.Missing
            : service.Desired == DesiredState.Stopped
                ? new Refused("stopped", "The service was stopped while it was being launched.")
            : service.LastLaunch != launch.Id ? new GivenWay()
            : null;
    }

    static async Task FailIfUnwantedAsync(LaunchAttempt attempt, CancellationToken stop)
    {
        if (await UnwantedAsync(attempt, stop) is { } problem)
            throw new LaunchFailedException(problem);
        if (await attempt.Database.FindBeforeAsync(attempt.Launch.Id, stop) is { State: LaunchState.Failed })
            throw new LaunchFailedException(
                "rollout-stopped",
                "The rollout stopped before this service: an earlier launch of it failed. Nothing was changed here."
            );
    }

    async Task<Problem> ReasonAsync(LaunchAttempt attempt, Exception exception, CancellationToken stop)
    {
        switch (exception)
        {
            case LaunchFailedException failed:
                return failed.Problem;
            case EngineException failed:
                return failed.ToProblem();
        }

        // Cancelled, or tripped over what somebody stored: deleted rows, above all.
        if (await UnwantedAsync(attempt, stop) is { } problem)
            return problem;
        LogUnforeseen(attempt.Launch.Id, exception);
        return new Refused("internal", "Studio failed in a way that was not foreseen; its log says more.");
    }

    void RecordEnd(LaunchAttempt attempt, string service, string outcome, string result) =>
        audit.Record(
            attempt.Database,
            Actor.System,
            AuditActions.LaunchEnded,
            new($"{attempt.Launch.Service}", service, attempt.Launch.Project),
            $"{attempt.Launch.Id}: {outcome}",
            result
        );

    void Tell(LaunchAttempt attempt)
    {
        var launch = attempt.Launch;
        foreach (var step in launch.Steps.Where(step => step.State != StepState.Waiting && attempt.IsNews(step)))
            feed.Publish(launch.Id, new LaunchEvent(clock.GetUtcNow(), StepFacts.Of(step)));
        feed.Publish(launch.Id, new LaunchEvent(clock.GetUtcNow(), State: launch.State, Error: launch.Error));
    }

    [LoggerMessage(LogLevel.Warning, "Launch {Launch} ended, but the engine failed while tidying up: {Failure}.")]
    partial void LogNotTidied(LaunchId launch, EngineFailure failure);

    [LoggerMessage(LogLevel.Warning, "The last lines of launch {Launch} cannot be read: {Failure}.")]
    partial void LogNoLines(LaunchId launch, EngineFailure failure);

    [LoggerMessage(LogLevel.Warning, "Launch {Launch} waits: the engine is not reachable.")]
    partial void LogEngineAway(LaunchId launch);

    [LoggerMessage(LogLevel.Warning, "Launch {Launch} waits: the database could not be written ({Problem}).")]
    partial void LogDatabaseAway(LaunchId launch, string problem);

    [LoggerMessage(LogLevel.Error, "Launch {Launch} fails in a way that was not foreseen.")]
    partial void LogUnforeseen(LaunchId launch, Exception exception);

    /// <summary>A newer launch of the service was ordered before this one was live.</summary>
    sealed record GivenWay() : Problem("superseded", "A newer launch took its place.");
}
