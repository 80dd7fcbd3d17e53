using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.Projects;

/// <summary>
/// Finds a project by id or name. Every request that is about a project begins with this, so answers are kept. Whoever may do
/// anything at all in a project finds it; what that is, is for the use case to say.
/// </summary>
public sealed class FindProject(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    readonly ConcurrentDictionary<string, ProjectId> _known = new();

    /// <returns>The project; <see cref="Missing"/> also when the actor may not know that it exists.</returns>
    public async Task<Result<ProjectId>> RunAsync(Actor actor, string idOrName, CancellationToken stop)
    {
        var missing = new Missing("The project");
        if (!_known.TryGetValue(idOrName, out var project))
        {
            await using var database = await databases.CreateDbContextAsync(stop);
            var found = WireId.TryParse<ProjectId>(idOrName, out var id)
                ? await database.Projects.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, stop)
                : await database.Projects.AsNoTracking().SingleOrDefaultAsync(row => row.Name == idOrName, stop);
            if (found is null)
                return missing;
            project = _known[idOrName] = found.Id;
        }

        if (actor.Permissions.Any(permission => actor.Can(permission, project)))
            return project;
        if (actor.Project is not null)
            await audit.WriteAsync(
                actor,
                AuditActions.Refuse,
                new($"{project}", AuditActions.FindProject, project),
                "belongs to another project",
                "refused",
                stop
            );
        return missing;
    }
}
