using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>Lists launches, newest first.</summary>
public sealed class ListLaunches(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    /// <param name="idOrName">Of the service; null: of all services of the project.</param>
    /// <returns>One page; or <see cref="Denied"/>, <see cref="Missing"/> or <see cref="Invalid"/>.</returns>
    public async Task<Result<Page<LaunchView>>> RunAsync(
        Actor actor,
        ProjectId project,
        string? idOrName,
        PageRequest page,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, "launch.list", stop) is { } denied)
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = database.Launches.AsNoTracking().Where(row => row.Project == project);
        if (idOrName is not null)
        {
            var service = await ServiceViews
                .Matching(database, project, idOrName)
                .Select(row => (ServiceId?)row.Id)
                .SingleOrDefaultAsync(stop);
            if (service is null)
                return ServiceViews.Missing;
            rows = rows.Where(row => row.Service == service);
        }

        var total = await rows.CountAsync(stop);
        var launches = await rows.OrderByDescending(row => row.Id).Skip(page.Skip).Take(page.Size).ToListAsync(stop);
        var ids = launches.Select(launch => launch.Service).Distinct().ToList();
        var names = await database
            .Services.Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, row => row.Name, stop);
        return new Page<LaunchView>(
            [.. launches.Select(launch => new LaunchView(launch, names[launch.Service]))],
            page.Number,
            page.Size,
            total
        );
    }
}
