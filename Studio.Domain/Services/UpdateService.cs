using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>
/// Stores the next revision of a service, or nothing when the definition is the same. What runs goes on as it is until the next launch.
/// </summary>
public sealed class UpdateService(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    IServiceStates states,
    RegistryRules registries,
    TimeProvider clock
)
{
    /// <param name="version">The version that the caller edited; null: whatever is stored.</param>
    /// <returns>The service; or <see cref="Denied"/>, <see cref="Missing"/>, <see cref="Invalid"/>, <see cref="NameTaken"/>,
    /// <see cref="Stale"/>, or <see cref="Refused"/> <c>registry-mismatch</c>.</returns>
    public async Task<Result<ServiceView>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        ServiceDraft draft,
        int? version,
        CancellationToken stop
    )
    {
        if (
            await audit.RefusalAsync(actor, Permission.ManageServices, project, AuditActions.UpdateService, stop) is
            { } denied
        )
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        // What it refers to must still be there when it is saved.
        await database.TakeTurnAsync(stop);
        var service = await ServiceViews
            .Matching(database, project, idOrName)
            .Include(row => row.Uses)
            .SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        if (version is not null && version != service.Version)
            return new Stale(service.Version);
        if (!(await draft.ReadAsync(database, project, registries, stop)).TryGet(out var definition, out var problem))
            return problem;
        if (
            definition.Name != service.Name
            && await ServiceViews.Matching(database, project, definition.Name).AnyAsync(stop)
        )
            return new NameTaken(definition.Name);
        await database
            .ServiceRevisions.Where(row => row.Service == service.Id && row.Number == service.Revision)
            .LoadAsync(stop);
        if (service.Revise(definition, actor.Name, clock.GetUtcNow()))
            audit.Record(
                database,
                actor,
                AuditActions.UpdateService,
                new($"{service.Id}", service.Name, project),
                $"revision {service.Revision}"
            );
        if (await database.TrySaveAsync(definition.Name, stop) is { } conflict)
            return conflict;
        return await ServiceViews.ReadAsync(database, states, service, stop);
    }
}
