using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>Shows what a launch would do, masked. Changes nothing.</summary>
public sealed class PlanLaunch(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    RegistryRules registries,
    LaunchPlanning planning
)
{
    /// <summary>Of a stored service's newest revision.</summary>
    /// <returns>The plan; or <see cref="Denied"/> or <see cref="Missing"/>.</returns>
    public async Task<Result<LaunchPlan>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, "service.preview", stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews
            .Matching(database, project, idOrName)
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        var revision = await database
            .ServiceRevisions.AsNoTracking()
            .SingleAsync(row => row.Service == service.Id && row.Number == service.Revision, stop);
        return await planning.PlanAsync(database, project, revision.Definition, revision.Number, null, stop);
    }

    /// <summary>Of a definition that is being edited and has not been saved: revision 0.</summary>
    /// <returns>The plan; or <see cref="Denied"/>, <see cref="Invalid"/>, or <see cref="Refused"/> <c>registry-mismatch</c>.</returns>
    public async Task<Result<LaunchPlan>> RunAsync(
        Actor actor,
        ProjectId project,
        ServiceDraft draft,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, "service.preview", stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        if (!(await draft.ReadAsync(database, project, registries, stop)).TryGet(out var definition, out var problem))
            return problem;
        return await planning.PlanAsync(database, project, definition, 0, null, stop);
    }
}
