using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>
/// Makes the entries of an older version the newest ones, as a version of its own: what was saved in between stays restorable. Opens
/// no value.
/// </summary>
public sealed class RestoreSecretKeys(AuditTrail audit, SecretKeysChange change)
{
    /// <param name="version">The version whose entries are taken again.</param>
    /// <param name="expectedVersion">The version that the caller saw; null: whatever is stored.</param>
    /// <returns>
    /// The collection, at the version that it had when the entries are the same already; <see cref="Missing"/> or <see cref="Stale"/>
    /// when it cannot be.
    /// </returns>
    public async Task<Result<SecretKeysView>> RunAsync(
        Actor actor,
        SecretOwner owner,
        string idOrName,
        int version,
        int? expectedVersion,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.UpdateSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, owner, Action, stop) is { } denied)
            return denied;
        return await change.RunAsync(
            actor,
            owner,
            idOrName,
            expectedVersion,
            (database, keys) => DecideAsync(database, keys, version, stop),
            stop
        );
    }

    static async Task<Result<SecretKeysIntent>> DecideAsync(
        StudioDbContext database,
        SecretKeyCollection keys,
        int version,
        CancellationToken stop
    )
    {
        if (
            !await database
                .Set<SecretKeysVersion>()
                .AnyAsync(row => row.Collection == keys.Id && row.Number == version, stop)
        )
            return new Missing($"Version {version}");
        var then = await database
            .Set<SecretKeyEntry>()
            .AsNoTracking()
            .Where(row => row.Collection == keys.Id)
            .Where(row => row.AddedIn <= version && (row.RemovedIn == null || row.RemovedIn > version))
            .ToListAsync(stop);
        var changes = then.ConvertAll(entry => new EntryChange(entry.Name, null, entry.Delivery, entry.ExpiresAt)
        {
            Sealed = entry.Sealed,
        });
        var removed = keys.Entries.Select(entry => entry.Name).Except(then.Select(entry => entry.Name)).ToList();
        return new SecretKeysIntent(keys.Name, keys.Description, changes, removed) { Restored = version };
    }
}
