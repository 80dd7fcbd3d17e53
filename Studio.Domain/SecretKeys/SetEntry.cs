using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Domain.SecretKeys;

/// <summary>Adds one entry, or gives it a new value, delivery or expiry.</summary>
public sealed class SetEntry(AuditTrail audit, SecretKeysChange change)
{
    /// <param name="expectedVersion">The version of the collection that the caller edited; null: whatever is stored.</param>
    /// <returns>
    /// The collection. <see cref="Missing"/>, <see cref="Stale"/> or <see cref="Invalid"/> (fields <c>name</c> and <c>value</c>)
    /// when it cannot be.
    /// </returns>
    public async Task<Result<SecretKeysView>> RunAsync(
        Actor actor,
        SecretOwner owner,
        string idOrName,
        EntryInput entry,
        int? expectedVersion,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.UpdateSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, owner, Action, stop) is { } denied)
            return denied;
        return await change.RunAsync(actor, owner, idOrName, expectedVersion, keys => Decide(keys, entry), stop);
    }

    Result<SecretKeysIntent> Decide(SecretKeyCollection keys, EntryInput entry)
    {
        IReadOnlyList<EntryInput> one = [entry];
        var errors = EntryRules
            .Check(one, change.Sizes(keys), _ => "")
            .Concat(PresetRules.Check(keys.Preset, one, _ => ""))
            .ToList();
        return errors.Count > 0
            ? new Invalid([.. errors])
            : new SecretKeysIntent(keys.Name, keys.Description, [entry.ToChange()], []);
    }
}
