using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.Redaction;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Logs;

/// <summary>A container whose output can be read, and what must not be seen of it.</summary>
/// <param name="Generation">Of what is known.</param>
sealed record LogSource(Launch Launch, string Container, KnownValues Known, int Generation);

/// <summary>Finds the container that is meant, and opens what it was given. Not a use case: who asks has authorized.</summary>
public sealed class LogSources(IDbContextFactory<StudioDbContext> databases, InstanceValues values)
{
    static readonly Refused NoContainer = new(
        "no-container",
        "There is no container whose logs could be read. Launch the service first."
    );

    /// <param name="instance">Null: the live launch, or the last one that has a container.</param>
    internal async Task<Result<LogSource>> FindAsync(
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
        var generation = values.Generation(launch.Id);
        return await OpenAsync(launch, stop) is { } known
            ? new LogSource(launch, container, known, generation)
            : InstanceValues.Unredactable;
    }

    /// <summary>Whether a container was given more since its values were opened.</summary>
    internal int Generation(LogSource source) => values.Generation(source.Launch.Id);

    /// <exception cref="SealedException">The vault is sealed.</exception>
    internal Task<KnownValues?> OpenAsync(Launch launch, CancellationToken stop) => values.OfAsync(launch, stop);
}
