using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Domain.SecretKeys;

/// <summary>Removes one entry. What runs keeps its value until the next launch.</summary>
public sealed class RemoveEntry(AuditTrail audit, SecretKeysChange change)
{
    /// <param name="expectedVersion">The version of the collection that the caller edited; null: whatever is stored.</param>
    /// <returns>The collection; <see cref="Missing"/> or <see cref="Stale"/> when it cannot be.</returns>
    public async Task<Result<SecretKeysView>> RunAsync(
        Actor actor,
        SecretOwner owner,
        string idOrName,
        string entry,
        int? expectedVersion,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.UpdateSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, owner, Action, stop) is { } denied)
            return denied;
        return await change.RunAsync(actor, owner, idOrName, expectedVersion, keys => Decide(keys, entry), stop);
    }

    static Result<SecretKeysIntent> Decide(SecretKeyCollection keys, string entry) =>
        keys.Entries.Any(row => row.Name == entry)
            ? new SecretKeysIntent(keys.Name, keys.Description, [], [entry])
            : new Missing("The entry");
}
