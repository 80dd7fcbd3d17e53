using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>Stores a new service. Nothing runs before it is launched.</summary>
public sealed class CreateService(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    IServiceStates states,
    RegistryRules registries,
    TimeProvider clock
)
{
    /// <returns>The service; or <see cref="Denied"/>, <see cref="Invalid"/>, <see cref="NameTaken"/>, or
    /// <see cref="Refused"/> <c>registry-mismatch</c>.</returns>
    public async Task<Result<ServiceView>> RunAsync(
        Actor actor,
        ProjectId project,
        ServiceDraft draft,
        CancellationToken stop
    )
    {
        if (
            await audit.RefusalAsync(actor, Permission.ManageServices, project, AuditActions.CreateService, stop) is
            { } denied
        )
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        // What it refers to must still be there when it is saved.
        await database.TakeTurnAsync(stop);
        if (!(await draft.ReadAsync(database, project, registries, stop)).TryGet(out var definition, out var problem))
            return problem;
        if (await ServiceViews.Matching(database, project, definition.Name).AnyAsync(stop))
            return new NameTaken(definition.Name);
        var service = new Service(project, definition, actor.Name, clock.GetUtcNow());
        database.Add(service);
        audit.Record(database, actor, AuditActions.CreateService, new($"{service.Id}", service.Name, project));
        if (await database.TrySaveAsync(definition.Name, stop) is { } conflict)
            return conflict;
        return await ServiceViews.ReadAsync(database, states, service, stop);
    }
}
