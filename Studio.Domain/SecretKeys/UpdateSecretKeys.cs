using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Domain.SecretKeys;

/// <summary>
/// Replaces what a collection says: name, description and entries. An entry without a value keeps the one that is stored; an entry
/// that is not named goes. All of it is one version, or none when nothing changed.
/// </summary>
public sealed class UpdateSecretKeys(AuditTrail audit, SecretKeysChange change)
{
    /// <param name="entries">Null leaves the entries as they are.</param>
    /// <param name="preset">What it was made from, which cannot be changed; null says nothing of it.</param>
    /// <param name="expectedVersion">The version that the caller edited; null: whatever is stored.</param>
    /// <returns><see cref="Missing"/>, <see cref="Stale"/>, <see cref="Invalid"/> or <see cref="NameTaken"/> when it cannot be.</returns>
    public async Task<Result<SecretKeysView>> RunAsync(
        Actor actor,
        SecretOwner owner,
        string idOrName,
        string? name,
        string? description,
        IReadOnlyList<EntryInput>? entries,
        string? preset,
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
            keys =>
                preset is null || preset == keys.Preset
                    ? Decide(keys, name, description, entries)
                    : new Invalid("preset", "The preset of a collection cannot be changed. Create another collection."),
            stop
        );
    }

    Result<SecretKeysIntent> Decide(
        SecretKeyCollection keys,
        string? name,
        string? description,
        IReadOnlyList<EntryInput>? entries
    )
    {
        var named = entries?.Select(entry => entry.Name).ToHashSet();
        var removed = keys.Entries.Select(entry => entry.Name).Where(entry => named?.Contains(entry) == false).ToList();
        var staying = change.Sizes(keys).Where(entry => !removed.Contains(entry.Key)).ToDictionary();
        if (CollectionRules.Check(name, description, keys.Preset, entries ?? [], staying) is { } invalid)
            return invalid;
        var changes = entries?.Select(entry => entry.ToChange()).ToList() ?? [];
        return new SecretKeysIntent(name!, DisplayText.Normalize(description), changes, removed);
    }
}
