using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>Deletes a collection with every version of its values. What runs keeps them; it cannot be launched again with them.</summary>
public sealed class DeleteSecretKeys(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, ISecretUsage usage)
{
    /// <param name="force">Also when services use it.</param>
    /// <param name="expectedVersion">The version that the caller saw; null: whatever is stored.</param>
    /// <returns><see cref="Missing"/>, <see cref="Stale"/> or <see cref="InUse"/> when it cannot be.</returns>
    public async Task<Result<Done>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        bool force,
        int? expectedVersion,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.DeleteSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, project, Action, stop) is { } denied)
            return denied;

        await using var database = await databases.CreateDbContextAsync(stop);
        // Nobody may begin to use it between the question and the answer.
        await database.TakeTurnAsync(stop);
        if (await database.SecretKeys.Named(project, idOrName).SingleOrDefaultAsync(stop) is not { } keys)
            return SecretKeysQueries.Missing;
        if (expectedVersion is { } expected && expected != keys.Version)
            return new Stale(keys.Version);
        var users = (await usage.FindAsync(project, [keys.Id], stop))[keys.Id].ToList();
        if (users.Count > 0 && !force)
            return new InUse(Explain(users), [.. users.Select(user => user.Name)]);

        database.Remove(keys);
        var detail = users.Count == 0 ? null : $"although used by {string.Join(", ", users.Select(user => user.Name))}";
        audit.Record(database, actor, Action, new($"{keys.Id}", keys.Name, project), detail);
        return await database.TrySaveAsync(keys.Name, stop) is { } conflict ? conflict : Done.Value;
    }

    static string Explain(IEnumerable<SecretUser> users) =>
        $"{UseCount.Of(users.Select(user => user.Running))}. Remove the bindings and launch first, or delete it by force.";
}
