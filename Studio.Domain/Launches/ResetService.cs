using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Makes a service's container anew from the same image and the same versions of its secrets: what it wrote into its own files is
/// gone, its storage stays.
/// </summary>
public sealed class ResetService(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, LaunchOrders orders)
{
    /// <returns>A new launch; or <see cref="Denied"/>, <see cref="Missing"/>, <see cref="Sealed"/>,
    /// <see cref="EngineUnavailable"/>, or <see cref="Refused"/>: <c>not-launched</c> for a service that never was live, else the
    /// first problem of the plan.</returns>
    public async Task<Result<LaunchId>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.LaunchServices, project, AuditActions.Reset, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews.Matching(database, project, idOrName).SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        var live = await database
            .Launches.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == service.LiveLaunch, stop);
        return live is null
            ? new Refused("not-launched", "The service never was live, so there is nothing to reset. Launch it.")
            : await orders.OrderAgainAsync(database, actor, service, live, LaunchReason.Reset, stop);
    }
}
