using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>Lists the services of a project.</summary>
public sealed class ListServices(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, IServiceStates states)
{
    /// <summary>What the list can be sorted by.</summary>
    public static readonly string[] Sortable = ["name", "createdAt", "updatedAt"];

    /// <returns>One page, by name unless sorted otherwise; or <see cref="Denied"/> or <see cref="Invalid"/>.</returns>
    public async Task<Result<Page<ServiceView>>> RunAsync(
        Actor actor,
        ProjectId project,
        PageRequest page,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, "service.list", stop) is { } denied)
            return denied;
        if (page.Check(Sortable) is { } invalid)
            return invalid;
        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = database.Services.AsNoTracking().Where(row => row.Project == project);
        if (!string.IsNullOrWhiteSpace(page.Search))
            rows = rows.Where(row => row.Name.Contains(page.Search.ToLower()));
        var total = await rows.CountAsync(stop);
        var sorted = page.Sort switch
        {
            "-name" => rows.OrderByDescending(row => row.Name),
            "createdAt" => rows.OrderBy(row => row.Id),
            "-createdAt" => rows.OrderByDescending(row => row.Id),
            "updatedAt" => rows.OrderBy(row => row.UpdatedAt),
            "-updatedAt" => rows.OrderByDescending(row => row.UpdatedAt),
            _ => rows.OrderBy(row => row.Name),
        };
        var services = await sorted.Skip(page.Skip).Take(page.Size).ToListAsync(stop);
        var items = await ServiceViews.ReadAsync(database, states, services, stop);
        return new Page<ServiceView>(items, page.Number, page.Size, total);
    }
}
