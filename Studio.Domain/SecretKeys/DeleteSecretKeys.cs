using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>
/// Deletes a collection. What runs keeps its values, and cannot be launched anew with them. Versions that kept launches name stay, sealed,
/// so that these can be rolled back to; they go with the launches.
/// </summary>
public sealed class DeleteSecretKeys(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    ISecretUsage usage,
    VersionPruning pruning,
    TimeProvider clock
)
{
    /// <param name="force">Also when services use it.</param>
    /// <param name="expectedVersion">The version that the caller saw; null: whatever is stored.</param>
    /// <returns><see cref="Missing"/>, <see cref="Stale"/> or <see cref="InUse"/> when it cannot be.</returns>
    public async Task<Result<Done>> RunAsync(
        Actor actor,
        SecretOwner owner,
        string idOrName,
        bool force,
        int? expectedVersion,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.DeleteSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, owner, Action, stop) is { } denied)
            return denied;

        await using var database = await databases.CreateDbContextAsync(stop);
        // Nobody may begin to use it between the question and the answer.
        await database.TakeTurnAsync(stop);
        if (await database.SecretKeys.Named(owner, idOrName).SingleOrDefaultAsync(stop) is not { } keys)
            return SecretKeysQueries.Missing;
        if (await database.StaleAsync(keys, expectedVersion, stop) is { } stale)
            return stale;
        var users = (await usage.OfAsync(owner, [keys.Id], stop))[keys.Id].ToList();
        if (users.Count > 0 && !force)
            return new InUse(Explain(users), [.. users.Select(user => user.Name)]);

        keys.Delete(clock.GetUtcNow());
        await pruning.PruneAsync(database, keys, stop);
        var kept = database.Entry(keys).State == EntityState.Deleted ? "" : "; versions that launches name are kept";
        var used = users.Count == 0 ? "" : $"; although used by {string.Join(", ", users.Select(user => user.Name))}";
        audit.Record(database, actor, Action, keys.Subject(), keys.Detail($"version {keys.Version}{used}{kept}"));
        return await database.TrySaveAsync(keys.Name, stop) is { } conflict ? conflict : Done.Value;
    }

    static string Explain(IEnumerable<SecretUser> users) =>
        $"{UseCount.Of(users.Select(user => user.Running))}. Remove the bindings and launch first, or delete it by force.";
}
