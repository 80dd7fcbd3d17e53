using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>What is to become of a collection.</summary>
/// <param name="Removed">Names of entries that go.</param>
sealed record SecretKeysIntent(
    string Name,
    string? Description,
    IReadOnlyCollection<EntryChange> Changes,
    IReadOnlyCollection<string> Removed
)
{
    /// <summary>The version whose entries are taken again; null: none.</summary>
    public int? Restored { get; init; }
}

/// <summary>How every change of a collection is made: loaded, decided on, saved as one version, audited.</summary>
/// <remarks>
/// Changes take the writers' turn before they look. The version guards them anyway; the turn keeps two people who set different entries
/// at the same time, and asked for no particular version, from refusing each other.
/// </remarks>
public sealed class SecretKeysChange(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SecretVault vault,
    SecretKeysReader reader,
    VersionPruning pruning,
    TimeProvider clock
)
{
    internal Task<Result<SecretKeysView>> RunAsync(
        Actor actor,
        SecretOwner owner,
        string idOrName,
        int? expectedVersion,
        Func<SecretKeyCollection, Result<SecretKeysIntent>> decide,
        CancellationToken stop
    ) => RunAsync(actor, owner, idOrName, expectedVersion, (_, keys) => Task.FromResult(decide(keys)), stop);

    internal async Task<Result<SecretKeysView>> RunAsync(
        Actor actor,
        SecretOwner owner,
        string idOrName,
        int? expectedVersion,
        Func<StudioDbContext, SecretKeyCollection, Task<Result<SecretKeysIntent>>> decide,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        await database.TakeTurnAsync(stop);
        if (await database.FindForSaveAsync(owner, idOrName, stop) is not { } keys)
            return SecretKeysQueries.Missing;
        if (await database.StaleAsync(keys, expectedVersion, stop) is { } stale)
            return stale;
        if (!(await decide(database, keys)).TryGet(out var intent, out var problem))
            return problem;
        if (await SaveAsync(database, actor, keys, intent, stop) is { } failed)
            return failed;
        // By its id: it may have been deleted since, and then there is nothing to show.
        return await reader.FindAsync(database, owner, $"{keys.Id}", stop) is { } view
            ? view
            : SecretKeysQueries.Missing;
    }

    /// <summary>Looks at a collection as a change would, and changes nothing.</summary>
    internal async Task<Result<T>> LookAsync<T>(
        SecretOwner owner,
        string idOrName,
        int? expectedVersion,
        Func<SecretKeyCollection, T> look,
        CancellationToken stop
    )
        where T : notnull
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        if (await database.FindForSaveAsync(owner, idOrName, stop) is not { } keys)
            return SecretKeysQueries.Missing;
        return await database.StaleAsync(keys, expectedVersion, stop) is { } stale ? stale : look(keys);
    }

    /// <summary>Whether an entry holds this value. Opens none.</summary>
    internal bool Holds(SecretKeyCollection keys, SecretKeyEntry entry, SecretText value) =>
        vault.IsPreviewOf(entry.SealedPreview, keys.Place(entry), value);

    /// <summary>Bytes of the entries as they stand, by name.</summary>
    internal IReadOnlyDictionary<string, int> Sizes(SecretKeyCollection keys) =>
        keys.Entries.ToDictionary(
            entry => entry.Name,
            entry => vault.OpenPreview(entry.SealedPreview, keys.Place(entry)).Bytes ?? 0
        );

    async Task<Problem?> SaveAsync(
        StudioDbContext database,
        Actor actor,
        SecretKeyCollection keys,
        SecretKeysIntent intent,
        CancellationToken stop
    )
    {
        var (name, description, changes, removed) = intent;
        var (owner, before, now) = (keys.Owner, keys.Name, clock.GetUtcNow());
        if (name != before && await database.SecretKeys.AnyAsync(row => row.Owner == owner && row.Name == name, stop))
            return new NameTaken(name);
        if (!keys.Save(vault, name, description, changes, removed, actor.Name, now, intent.Restored))
            return null;
        await pruning.PruneAsync(database, keys, stop);
        var detail = keys.Versions[^1].Describe() + (name == before ? "" : $"; renamed from {before}");
        audit.Record(database, actor, AuditActions.UpdateSecretKeys, keys.Subject(), keys.Detail(detail));
        return await database.TrySaveAsync(name, stop);
    }
}
