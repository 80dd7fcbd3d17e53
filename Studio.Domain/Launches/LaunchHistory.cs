using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Keeps the newest launches of each service that have ended, and the live one. With an older one goes what was kept to go back to it: the secret
/// versions that no other launch names. That it happened stays in the audit log.
/// </summary>
public sealed class LaunchHistory(IDbContextFactory<StudioDbContext> databases, VersionPruning versions)
{
    /// <summary>How many ended launches of a service are kept.</summary>
    public const int Kept = 50;

    /// <summary>Drops what is too old. A crash in between leaves secret versions that the next pruning of their collection takes.</summary>
    internal async Task PruneAsync(ServiceId service, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        LaunchState[] needed = [LaunchState.Live, LaunchState.Queued, LaunchState.Running];
        var old = await database
            .Launches.Where(row => row.Service == service && !needed.Contains(row.State))
            .OrderByDescending(row => row.Id)
            .Skip(Kept)
            .ToListAsync(stop);
        if (old.Count == 0)
            return;
        var ids = old.Select(launch => launch.Id).ToList();
        var given = await database
            .Set<GivenSecret>()
            .Where(row => ids.Contains(row.Launch))
            .Select(row => row.Collection)
            .Distinct()
            .ToListAsync(stop);
        var collections = old.SelectMany(launch => launch.SecretVersions)
            .Select(used => used.Id)
            .Concat(given)
            .Select(WireId.Parse<SecretKeysId>)
            .ToHashSet();
        database.RemoveRange(old);
        await database.SaveChangesAsync(stop);
        await versions.RunAsync(collections, allDeleted: false, stop);
    }
}
