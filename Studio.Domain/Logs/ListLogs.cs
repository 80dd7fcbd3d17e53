using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Logs;

/// <summary>A launch whose container's output can be read.</summary>
/// <param name="IsKept">The container is gone: only the last of what it printed is there.</param>
public sealed record LogInstance(Launch Launch, bool IsKept);

/// <summary>Lists the launches of a service whose output can be read, newest first.</summary>
public sealed class ListLogs(IDbContextFactory<StudioDbContext> databases, KeptLogs kept, AuditTrail audit)
{
    /// <returns>Few: the live one, one under way, and the last ones that are gone; or <see cref="Denied"/> or <see cref="Missing"/>.</returns>
    public async Task<Result<IReadOnlyList<LogInstance>>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, AuditActions.ViewLogs, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews
            .Matching(database, project, idOrName)
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        var gone = kept.Of(service.Id);
        var launches = await database
            .Launches.AsNoTracking()
            .Where(row =>
                row.Service == service.Id
                && row.ContainerId != null
                && (row.Id == service.LiveLaunch || row.State == LaunchState.Running || gone.Contains(row.Id))
            )
            .OrderByDescending(row => row.Id)
            .ToListAsync(stop);
        return Result<IReadOnlyList<LogInstance>>.Success([
            .. launches.Select(launch => new LogInstance(
                launch,
                launch.Id != service.LiveLaunch && gone.Contains(launch.Id)
            )),
        ]);
    }
}
