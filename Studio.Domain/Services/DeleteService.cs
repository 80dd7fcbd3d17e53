using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>Deletes a service with its revisions and launches, and removes its containers. The audit log keeps what was.</summary>
public sealed class DeleteService(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    IContainerEngine engine,
    IServiceRuntime runtime,
    VersionPruning versions
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
            database.Remove(service);
            audit.Record(database, actor, AuditActions.DeleteService, new($"{service.Id}", service.Name, project));
            if (await database.TrySaveAsync(service.Name, stop) is { } conflict)
                return conflict;
            await versions.RunAsync([], allDeleted: true, CancellationToken.None);
            await runtime.ApplyAsync(service.Id, force: false);
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }

        return Done.Value;
    }
}
