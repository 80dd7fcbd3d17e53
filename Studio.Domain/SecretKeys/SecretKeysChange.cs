using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
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
);

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
    TimeProvider clock
)
{
    internal async Task<Result<SecretKeysView>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        int? expectedVersion,
        Func<SecretKeyCollection, Result<SecretKeysIntent>> decide,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        await database.TakeTurnAsync(stop);
        if (await database.FindForSaveAsync(project, idOrName, stop) is not { } keys)
            return SecretKeysQueries.Missing;
        if (expectedVersion is { } expected && expected != keys.Version)
            return new Stale(keys.Version);
        if (!decide(keys).TryGet(out var intent, out var problem))
            return problem;
        if (await SaveAsync(database, actor, keys, intent, stop) is { } failed)
            return failed;
        // By its id: it may have been deleted since, and then there is nothing to show.
        return await reader.FindAsync(database, project, $"{keys.Id}", stop) is { } view
            ? view
            : SecretKeysQueries.Missing;
    }

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
        var (project, before) = (keys.Project, keys.Name);
        if (
            name != before
            && await database.SecretKeys.AnyAsync(row => row.Project == project && row.Name == name, stop)
        )
            return new NameTaken(name);
        if (!keys.Save(vault, name, description, changes, removed, actor.Name, clock.GetUtcNow()))
            return null;
        var detail = keys.Versions[^1].Describe() + (name == before ? "" : $"; renamed from {before}");
        audit.Record(database, actor, AuditActions.UpdateSecretKeys, new($"{keys.Id}", name, project), detail);
        return await database.TrySaveAsync(name, stop);
    }
}
