using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Goes back to what an earlier launch ran: its revision, its image by digest and its secrets at their versions of then, together.
/// What runs goes on until that is healthy.
/// </summary>
public sealed class RollBackService(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, LaunchOrders orders)
{
    /// <param name="target">A launch of the service that was live once.</param>
    /// <returns>A new launch; or <see cref="Denied"/>, <see cref="Missing"/>, <see cref="Sealed"/>,
    /// <see cref="EngineUnavailable"/>, <see cref="Invalid"/> for a launch that never was live or is live now, or
    /// <see cref="Refused"/> with the first problem of the plan, such as <c>missing-secret-keys</c>.</returns>
    public async Task<Result<LaunchId>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        LaunchId target,
        CancellationToken stop
    )
    {
        if (
            await audit.RefusalAsync(actor, Permission.LaunchServices, project, AuditActions.Rollback, stop) is
            { } denied
        )
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews.Matching(database, project, idOrName).SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        var pattern = await database
            .Launches.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == target && row.Service == service.Id, stop);
        if (pattern is null)
            return new Missing("The launch");
        if (pattern.LiveAt is null)
            return new Invalid("launchId", "This launch never was live. Choose one that was.");
        return pattern.State == LaunchState.Live && service.Desired == DesiredState.Running
            ? new Invalid("launchId", "This launch is live now. To make its container anew, reset the service.")
            : await orders.OrderAgainAsync(database, actor, service, pattern, LaunchReason.Rollback, stop);
    }
}
