using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.Projects;

/// <summary>Lists the projects that the actor may see, by name.</summary>
public sealed class ListProjects(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    public async Task<Result<Page<Project>>> RunAsync(Actor actor, PageRequest page, CancellationToken stop)
    {
        if (
            await audit.RefusalAsync(actor, Permission.View, actor.Project, AuditActions.ListProjects, stop) is
            { } denied
        )
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        await using var database = await databases.CreateDbContextAsync(stop);
        var projects = database.Projects.AsNoTracking();
        if (actor.Project is { } only)
            projects = projects.Where(project => project.Id == only);
        // Names have no upper case: no need for a comparison that ignores it.
        if (page.Search?.ToLowerInvariant() is { } search)
            projects = projects.Where(project => project.Name.Contains(search));
        return await projects.OrderBy(project => project.Name).ToPageAsync(page, stop);
    }
}
