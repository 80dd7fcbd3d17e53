using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Launches a service's newest revision with the newest secrets. The order is stored before anything is done, and goes on in the
/// background whatever becomes of the caller.
/// </summary>
public sealed class LaunchService(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, LaunchOrders orders)
{
    /// <returns>The launch; or <see cref="Denied"/>, <see cref="Missing"/>, <see cref="Sealed"/>, <see cref="Stale"/>,
    /// <see cref="EngineUnavailable"/>, or <see cref="Refused"/> with the first problem of the plan.</returns>
    public async Task<Result<LaunchId>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        if (
            await audit.RefusalAsync(actor, Permission.LaunchServices, project, AuditActions.Launch, stop) is { } denied
        )
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews.Matching(database, project, idOrName).SingleOrDefaultAsync(stop);
        return service is null
            ? ServiceViews.Missing
            : await orders.OrderAsync(database, actor, service, service.Revision, LaunchReason.Launch, stop);
    }
}
