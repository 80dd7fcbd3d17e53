using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.Redaction;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Logs;

/// <summary>A container whose output can be read, and what must not be seen of it.</summary>
/// <param name="Generation">Of what is known.</param>
/// <param name="IsKept">The container is gone: what was kept of its output is redacted already.</param>
sealed record LogSource(Launch Launch, string Container, KnownValues Known, int Generation, bool IsKept);

/// <summary>Finds the container that is meant, and opens what it was given. Not a use case: who asks has authorized.</summary>
public sealed class LogSources(
    IDbContextFactory<StudioDbContext> databases,
    InstanceValues values,
    IContainerEngine engine,
    KeptLogs kept
)
{
    static readonly Refused NoContainer = new(
        "no-container",
        "There is no container whose logs could be read. Launch the service first."
    );

    static readonly Refused Gone = new(
        "no-container",
        "The container of this launch is gone, and what it printed was not kept: that is done for the last three of a service."
    );

    /// <summary>Finds what is meant and reads it.</summary>
    /// <param name="instance">Null: the live launch, or the last one that has a container.</param>
    /// <returns>What was read; or why nothing can be read.</returns>
    internal async Task<Result<T>> ReadAsync<T>(
        ProjectId project,
        string idOrName,
        LaunchId? instance,
        Func<LogSource, Task<T>> read,
        CancellationToken stop
    )
    {
        var found = await FindAsync(project, idOrName, instance, stop);
        if (!found.TryGet(out var source, out var problem))
            return problem;
        try
        {
            return await read(source);
        }
        catch (EngineException exception)
        {
            // The container may have been removed since it was found: then its output is kept by now.
            instance = source.Launch.Id;
            if ((await FindAsync(project, idOrName, instance, stop)).TryGet(out var again, out _) && again.IsKept)
                return await read(again);
            return await ExplainAsync(source, exception, stop);
        }
    }

    /// <param name="instance">Null: the live launch, or the last one that has a container.</param>
    async Task<Result<LogSource>> FindAsync(
        ProjectId project,
        string idOrName,
        LaunchId? instance,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews
            .Matching(database, project, idOrName)
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        var launches = database.Launches.AsNoTracking().Where(row => row.Service == service.Id);
        var wanted = instance ?? service.LiveLaunch;
        var launch = wanted is { } id
            ? await launches.SingleOrDefaultAsync(row => row.Id == id, stop)
            : await launches
                .Where(row => row.ContainerId != null)
                .OrderByDescending(row => row.Id)
                .FirstOrDefaultAsync(stop);
        if (launch is null && instance is not null)
            return new Missing("The launch");
        if (launch?.ContainerId is not { } container)
            return NoContainer;
        if (launch.Id != service.LiveLaunch && kept.Has(service.Id, launch.Id))
            return new LogSource(launch, container, KnownValues.None, 0, IsKept: true);
        var generation = values.Generation(launch.Id);
        return await OpenAsync(launch, stop) is { } known
            ? new LogSource(launch, container, known, generation, IsKept: false)
            : InstanceValues.Unredactable;
    }

    /// <summary>Whether a container was given more since its values were opened.</summary>
    internal int Generation(LogSource source) =>
        source.IsKept ? source.Generation : values.Generation(source.Launch.Id);

    /// <summary>What was printed so far; of a container that still runs also what it prints next, where the range says so.</summary>
    /// <exception cref="EngineException">The engine, or the container, is not there.</exception>
    internal async IAsyncEnumerable<OutputBatch> ReadAsync(
        LogSource source,
        OutputRange range,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        using var history = TryOpenKept(source);
        if (history is null)
        {
            await foreach (var batch in engine.ReadOutputAsync(source.Container, range, stop))
                yield return batch;
            yield break;
        }

        foreach (var batch in history.Read(range))
        {
            stop.ThrowIfCancellationRequested();
            yield return batch;
        }
    }

    /// <exception cref="EngineException">The engine, or the container, is not there.</exception>
    internal async Task<IOutputHistory> OpenHistoryAsync(LogSource source, CancellationToken stop) =>
        TryOpenKept(source)
        ?? await engine.OpenHistoryAsync(source.Container, stop)
        ?? await RecentOutput.OpenAsync(engine, source.Container, stop);

    /// <summary>Why nothing can be read.</summary>
    async Task<Problem> ExplainAsync(LogSource source, EngineException exception, CancellationToken stop)
    {
        try
        {
            return await engine.FindContainerAsync(source.Container, stop) is null ? Gone : exception.ToProblem();
        }
        catch (EngineException away)
        {
            return away.ToProblem();
        }
    }

    IOutputHistory? TryOpenKept(LogSource source) =>
        source.IsKept ? kept.TryOpen(source.Launch.Service, source.Launch.Id) : null;

    /// <exception cref="SealedException">The vault is sealed.</exception>
    internal Task<KnownValues?> OpenAsync(Launch launch, CancellationToken stop) => values.OfAsync(launch, stop);
}
