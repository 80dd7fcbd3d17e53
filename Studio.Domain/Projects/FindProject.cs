using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.Projects;

/// <summary>Finds a project by id or name. Every request that is about a project begins with this, so answers are kept.</summary>
public sealed class FindProject(IDbContextFactory<StudioDbContext> databases)
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

        return actor.Can(Permission.View, project) ? project : missing;
    }
}
