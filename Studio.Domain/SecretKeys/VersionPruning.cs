using Microsoft.EntityFrameworkCore;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>
/// Drops the versions that nobody can go back to any more: neither one of the newest, nor named by a launch that is kept. A deleted
/// collection goes with its last one.
/// </summary>
public sealed class VersionPruning(IDbContextFactory<StudioDbContext> databases, ISecretUsage usage)
{
    /// <summary>Launches are gone that named these collections: nobody may need some of their versions now.</summary>
    /// <param name="allDeleted">Also looks at every deleted collection: a pruning that did not come to its end may have left some.</param>
    internal async Task RunAsync(IReadOnlyCollection<SecretKeysId> collections, bool allDeleted, CancellationToken stop)
    {
        if (collections.Count == 0 && !allDeleted)
            return;
        await using var database = await databases.CreateDbContextAsync(stop);
        await database.TakeTurnAsync(stop);
        var rows = await database
            .SecretKeys.IgnoreQueryFilters()
            .Where(row => collections.Contains(row.Id) || (allDeleted && row.DeletedAt != null))
            .ToListAsync(stop);
        foreach (var keys in rows)
            await PruneAsync(database, keys, stop);
        await database.SaveChangesAsync(stop);
    }

    /// <summary>Adds to what the caller is about to save. Nobody may begin to name a version before that: take the writers' turn.</summary>
    internal async Task PruneAsync(StudioDbContext database, SecretKeyCollection keys, CancellationToken stop)
    {
        var isDeleted = keys.DeletedAt is not null;
        // Up to this one, a version is kept only for a launch.
        var last = isDeleted ? keys.Version : keys.Version - SecretKeyCollection.VersionsKept;
        if (last < 1)
            return;
        var named = await usage.FindNamedVersionsAsync(keys.Id, stop);
        if (isDeleted && named.Count == 0)
        {
            database.Remove(keys);
            return;
        }

        var versions = await database
            .Set<SecretKeysVersion>()
            .Where(row => row.Collection == keys.Id && row.Number <= last && !named.Contains(row.Number))
            .ToListAsync(stop);
        database.RemoveRange(versions);
        var known = database.Set<SecretKeyEntry>().Local;
        var entries = await database
            .Set<SecretKeyEntry>()
            .Where(row => row.Collection == keys.Id && (isDeleted || row.RemovedIn <= last + 1))
            .Select(row => SecretKeyEntry.Bare(row.Collection, row.Name, row.Version, row.AddedIn, row.RemovedIn))
            .ToListAsync(stop);
        foreach (var entry in entries.Where(entry => !named.Any(entry.IsPartOf)))
            database.Remove(known.FindEntryUntyped([entry.Collection, entry.Name, entry.Version])?.Entity ?? entry);
    }
}
