using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>Reads what may be seen of a collection. Sealed values are not even loaded.</summary>
public sealed class SecretKeysReader(SecretVault vault, ISecretUsage usage)
{
    /// <returns>Null when the project has no such collection.</returns>
    internal async Task<SecretKeysView?> FindAsync(
        StudioDbContext database,
        SecretOwner owner,
        string idOrName,
        CancellationToken stop
    )
    {
        var keys = await database.SecretKeys.AsNoTracking().Named(owner, idOrName).SingleOrDefaultAsync(stop);
        if (keys is null)
            return null;
        var entries = await database
            .Set<SecretKeyEntry>()
            .Where(entry => entry.Collection == keys.Id && entry.RemovedIn == null)
            .OrderBy(entry => entry.Name)
            .Select(entry => new
            {
                entry.Name,
                entry.Delivery,
                entry.SealedPreview,
                entry.ValueVersion,
                entry.Version,
                entry.ExpiresAt,
                entry.UpdatedAt,
                entry.UpdatedBy,
                entry.AddedIn,
            })
            .ToListAsync(stop);
        var users = await usage.OfAsync(owner, [keys.Id], stop);
        return new SecretKeysView(
            keys.Id,
            keys.Name,
            keys.Description,
            keys.Preset,
            keys.Version,
            UseCount.Of(users[keys.Id].Select(user => user.Running)),
            keys.CreatedAt,
            keys.CreatedBy,
            keys.UpdatedAt,
            keys.UpdatedBy,
            [
                .. entries.Select(entry => new EntryView(
                    entry.Name,
                    entry.Delivery,
                    vault.OpenPreview(
                        entry.SealedPreview,
                        SecretKeyCollection.Place(owner, keys.Id, entry.Name, entry.ValueVersion)
                    ),
                    entry.Version,
                    entry.ExpiresAt,
                    entry.UpdatedAt,
                    entry.UpdatedBy
                )
                {
                    Since = entry.AddedIn,
                }),
            ]
        );
    }
}
