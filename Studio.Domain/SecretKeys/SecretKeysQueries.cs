using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

static class SecretKeysQueries
{
    public static readonly Missing Missing = new("The secret keys");

    /// <summary>The collection of a project that has this id or this name.</summary>
    public static IQueryable<SecretKeyCollection> Named(
        this IQueryable<SecretKeyCollection> rows,
        SecretOwner owner,
        string idOrName
    ) =>
        WireId.TryParse<SecretKeysId>(idOrName, out var id)
            ? rows.Where(row => row.Owner == owner && row.Id == id)
            : rows.Where(row => row.Owner == owner && row.Name == idOrName);

    /// <summary>
    /// Loads what <see cref="SecretKeyCollection.Save"/> needs: the newest row of every name that was ever used, not the history.
    /// </summary>
    public static async Task<SecretKeyCollection?> FindForSaveAsync(
        this StudioDbContext database,
        SecretOwner owner,
        string idOrName,
        CancellationToken stop
    )
    {
        if (await database.SecretKeys.Named(owner, idOrName).SingleOrDefaultAsync(stop) is not { } keys)
            return null;
        var entries = database.Set<SecretKeyEntry>().Where(entry => entry.Collection == keys.Id);
        await entries
            .Where(entry => !entries.Any(other => other.Name == entry.Name && other.Version > entry.Version))
            .LoadAsync(stop);
        return keys;
    }

    /// <summary>Whether somebody saved since the caller looked, and which entries that touched.</summary>
    /// <param name="expected">The version that the caller saw; null: the caller does not mind.</param>
    public static async Task<Stale?> StaleAsync(
        this StudioDbContext database,
        SecretKeyCollection keys,
        int? expected,
        CancellationToken stop
    )
    {
        if (expected is not { } seen || seen == keys.Version)
            return null;
        var since = await database
            .Set<SecretKeysVersion>()
            .AsNoTracking()
            .Where(row => row.Collection == keys.Id && row.Number > seen)
            .OrderBy(row => row.Number)
            .ToListAsync(stop);
        var names = since.SelectMany(version => version.Added.Concat(version.Changed).Concat(version.Removed));
        return new Stale(keys.Version) { Changed = [.. names.Distinct().Order(StringComparer.Ordinal)] };
    }
}
