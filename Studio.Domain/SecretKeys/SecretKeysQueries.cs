using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

static class SecretKeysQueries
{
    public static readonly Missing Missing = new("The secret keys");

    /// <summary>The collection of a project that has this id or this name.</summary>
    public static IQueryable<SecretKeyCollection> Named(
        this IQueryable<SecretKeyCollection> rows,
        ProjectId project,
        string idOrName
    ) =>
        WireId.TryParse<SecretKeysId>(idOrName, out var id)
            ? rows.Where(row => row.Project == project && row.Id == id)
            : rows.Where(row => row.Project == project && row.Name == idOrName);

    /// <summary>
    /// Loads what <see cref="SecretKeyCollection.Save"/> needs: the newest row of every name that was ever used, not the history.
    /// </summary>
    public static async Task<SecretKeyCollection?> FindForSaveAsync(
        this StudioDbContext database,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        if (await database.SecretKeys.Named(project, idOrName).SingleOrDefaultAsync(stop) is not { } keys)
            return null;
        var entries = database.Set<SecretKeyEntry>().Where(entry => entry.Collection == keys.Id);
        await entries
            .Where(entry => !entries.Any(other => other.Name == entry.Name && other.Version > entry.Version))
            .LoadAsync(stop);
        return keys;
    }
}
