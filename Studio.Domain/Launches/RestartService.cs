using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>Makes a service's container anew: the revision that is live, with the newest secrets.</summary>
public sealed class RestartService(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, LaunchOrders orders)
{
    /// <inheritdoc cref="LaunchService.RunAsync"/>
    public async Task<Result<LaunchId>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        if (
            await audit.RefusalAsync(actor, Permission.LaunchServices, project, AuditActions.Restart, stop) is
            { } denied
        )
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews.Matching(database, project, idOrName).SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        var live = await database
            .Launches.Where(row => row.Id == service.LiveLaunch)
            .Select(row => (int?)row.Revision)
            .SingleOrDefaultAsync(stop);
        return await orders.OrderAsync(database, actor, service, live ?? service.Revision, LaunchReason.Restart, stop);
    }
}
