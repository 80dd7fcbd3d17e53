using Microsoft.EntityFrameworkCore;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Metrics;

/// <param name="Container">Of its live launch; null: it should not run, or has not come to life yet.</param>
sealed record LiveService(ServiceId Id, string? Container);

/// <summary>Which services should run, and in which containers, as it is stored: the engine is not asked.</summary>
public sealed class LiveServices(IDbContextFactory<StudioDbContext> databases)
{
    /// <summary>Null: there is no such service.</summary>
    internal async Task<LiveService?> FindAsync(ProjectId project, string idOrName, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        return await Select(database, ServiceViews.Matching(database, project, idOrName)).SingleOrDefaultAsync(stop);
    }

    /// <param name="project">Null: of all projects.</param>
    /// <param name="only">Null: all.</param>
    internal async Task<IReadOnlyList<LiveService>> ListAsync(
        ProjectId? project,
        IReadOnlyCollection<ServiceId>? only,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = database.Services.AsQueryable();
        if (project is { } one)
            rows = rows.Where(row => row.Project == one);
        if (only?.ToList() is { } wanted)
            rows = rows.Where(row => wanted.Contains(row.Id));
        var found = await Select(database, rows.Where(row => row.Desired == DesiredState.Running)).ToListAsync(stop);
        return [.. found.Where(service => service.Container is not null)];
    }

    static IQueryable<LiveService> Select(StudioDbContext database, IQueryable<Service> services) =>
        from service in services
        join launch in database.Launches on service.LiveLaunch equals (LaunchId?)launch.Id into live
        from launch in live.DefaultIfEmpty()
        select new LiveService(
            service.Id,
            service.Desired == DesiredState.Running && launch != null ? launch.ContainerId : null
        );
}
