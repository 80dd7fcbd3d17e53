using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>A collection as someone sends it.</summary>
/// <param name="Preset">Id of a <see cref="SecretKeys.Preset"/>, which fixes the names of the entries.</param>
/// <param name="CopyOf">
/// Id or name of a collection of the same library: what it has and <paramref name="Entries"/> do not name is taken over, value and all.
/// </param>
public sealed record SecretKeysDraft(
    string? Name,
    string? Description,
    IReadOnlyList<EntryInput> Entries,
    string? Preset = null,
    string? CopyOf = null
);

/// <summary>Creates a collection of secret keys.</summary>
public sealed class CreateSecretKeys(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SecretVault vault,
    SecretKeysReader reader,
    OpenSecretValues values,
    TimeProvider clock
)
{
    /// <returns><see cref="Invalid"/>, <see cref="NameTaken"/> or, of what is copied, <see cref="Missing"/> when it cannot be.</returns>
    public async Task<Result<SecretKeysView>> RunAsync(
        Actor actor,
        SecretOwner owner,
        SecretKeysDraft draft,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.CreateSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, owner, Action, stop) is { } denied)
            return denied;

        await using var database = await databases.CreateDbContextAsync(stop);
        if (!(await CopyAsync(database, owner, draft, stop)).TryGet(out var copied, out var missing))
            return missing;
        // What was sent stands first: errors name places in it.
        IReadOnlyList<EntryInput> entries = [.. PresetRules.Named(draft.Preset, draft.Entries), .. copied];
        if (CollectionRules.CheckNew(draft.Name, draft.Description, draft.Preset, entries) is { } invalid)
            return invalid;
        if (await database.SecretKeys.AnyAsync(row => row.Owner == owner && row.Name == draft.Name, stop))
            return new NameTaken(draft.Name!);
        var now = clock.GetUtcNow();
        var keys = new SecretKeyCollection(owner, draft.Name!, null, actor.Name, now) { Preset = draft.Preset };
        var changes = entries.Select(entry => entry.ToChange()).ToList();
        keys.Save(vault, keys.Name, DisplayText.Normalize(draft.Description), changes, [], actor.Name, now);
        database.Add(keys);
        var copy = copied.Count == 0 ? "" : $"; copied {string.Join(", ", copied.Select(entry => entry.Name))}";
        audit.Record(database, actor, Action, keys.Subject(), keys.Detail(keys.Versions[^1].Describe() + copy));
        if (await database.TrySaveAsync(keys.Name, stop) is { } conflict)
            return conflict;
        return (await reader.FindAsync(database, owner, $"{keys.Id}", stop))!;
    }

    /// <summary>What is taken over, in order of name.</summary>
    async Task<Result<IReadOnlyList<EntryInput>>> CopyAsync(
        StudioDbContext database,
        SecretOwner owner,
        SecretKeysDraft draft,
        CancellationToken stop
    )
    {
        if (draft.CopyOf is not { } original)
            return Array.Empty<EntryInput>();
        var source = await database.SecretKeys.AsNoTracking().Named(owner, original).SingleOrDefaultAsync(stop);
        if (source is null)
            return SecretKeysQueries.Missing;
        var versions = new Dictionary<SecretKeysId, int> { [source.Id] = source.Version };
        if (!(await values.RunAsync(owner, versions, stop)).TryGet(out var opened, out var missing))
            return missing;
        var ends = await database
            .Set<SecretKeyEntry>()
            .Where(entry => entry.Collection == source.Id && entry.RemovedIn == null)
            .ToDictionaryAsync(entry => entry.Name, entry => entry.ExpiresAt, stop);
        var named = draft.Entries.Select(entry => entry.Name).ToHashSet();
        return opened
            .Where(entry => !named.Contains(entry.Name))
            // It took its yes when it was stored first.
            .Select(entry => new EntryInput(
                entry.Name,
                entry.Value,
                entry.Delivery,
                ends.GetValueOrDefault(entry.Name),
                AllowReserved: true
            ))
            .ToList();
    }
}
