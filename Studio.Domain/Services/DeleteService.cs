using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>Deletes a service with its revisions and launches, and removes its containers. The audit log keeps what was.</summary>
public sealed partial class DeleteService(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    IContainerEngine engine,
    IServiceRuntime runtime,
    VersionPruning versions,
    ILogger<DeleteService> log
)
{
    /// <param name="version">The version that the caller saw; null: whatever is stored.</param>
    /// <returns><see cref="Denied"/>, <see cref="Missing"/>, <see cref="Stale"/>; <see cref="EngineUnavailable"/> when the
    /// engine is away: nothing is deleted then. Whoever asked cannot cut it short once it is stored.</returns>
    public async Task<Result<Done>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        int? version,
        CancellationToken stop
    )
    {
        if (
            await audit.RefusalAsync(actor, Permission.ManageServices, project, AuditActions.DeleteService, stop) is
            { } denied
        )
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews.Matching(database, project, idOrName).SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        if (version is not null && version != service.Version)
            return new Stale(service.Version);
        try
        {
            // Asked before anything is written: with the engine away its containers would go on.
            await engine.GetFactsAsync(stop);
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }

        await database.TakeTurnAsync(stop);
        var named = await runtime.PrepareDeletionAsync(database, service.Id, stop);
        database.Remove(service);
        audit.Record(database, actor, AuditActions.DeleteService, new($"{service.Id}", service.Name, project));
        if (await database.TrySaveAsync(service.Name, stop) is { } conflict)
            return conflict;
        try
        {
            await runtime.ApplyAsync(service.Id, force: false);
            return Done.Value;
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }
        finally
        {
            await PruneAsync(named);
        }
    }

    /// <summary>The service is gone, whatever becomes of this: versions that stay take up room until the next one goes.</summary>
    async Task PruneAsync(IReadOnlyCollection<SecretKeysId> named)
    {
        try
        {
            await versions.RunAsync(named, allDeleted: true, CancellationToken.None);
        }
        catch (Exception exception) when (exception is SealedException || DatabaseOutages.Find(exception) is not null)
        {
            LogNotPruned(exception);
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "A service was deleted, but not yet the secret versions that only its launches named."
    )]
    partial void LogNotPruned(Exception exception);
}
