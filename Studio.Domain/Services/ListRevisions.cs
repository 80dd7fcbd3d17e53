using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>Lists the revisions of a service, newest first.</summary>
public sealed class ListRevisions(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    /// <returns>One page; or <see cref="Denied"/>, <see cref="Missing"/> or <see cref="Invalid"/>.</returns>
    public async Task<Result<Page<ServiceRevision>>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        PageRequest page,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, "service.revisions", stop) is { } denied)
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews
            .Matching(database, project, idOrName)
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        var revisions = await database
            .ServiceRevisions.AsNoTracking()
            .Where(row => row.Service == service.Id)
            .OrderByDescending(row => row.Number)
            .Skip(page.Skip)
            .Take(page.Size)
            .ToListAsync(stop);
        return new Page<ServiceRevision>(revisions, page.Number, page.Size, service.Revision);
    }
}
