using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.PullSecrets;

/// <summary>
/// Replaces what a pull secret says. Without a new password it keeps the one that is stored, unless the server changes. What runs
/// is not touched: the next pull uses it.
/// </summary>
public sealed class UpdatePullSecret(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SecretVault vault,
    RegistryRules registries,
    IPullSecretUsage usage,
    TimeProvider clock
)
{
    /// <param name="expectedVersion">The version that the caller edited; null: whatever is stored.</param>
    /// <returns><see cref="Missing"/>, <see cref="Stale"/>, <see cref="Invalid"/> or <see cref="NameTaken"/> when it cannot be.</returns>
    public async Task<Result<PullSecretView>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        string? name,
        RegistryAccount account,
        int? expectedVersion,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.UpdatePullSecret;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, project, Action, stop) is { } denied)
            return denied;

        await using var database = await databases.CreateDbContextAsync(stop);
        if (await database.PullSecrets.Named(project, idOrName).SingleOrDefaultAsync(stop) is not { } secret)
            return PullSecretQueries.Missing;
        if (expectedVersion is { } expected && expected != secret.Version)
            return new Stale(secret.Version);
        if (!PullSecretRules.Read(name, account, secret, registries).TryGet(out var fields, out var invalid))
            return invalid;
        var users = (await usage.FindAsync(project, [secret.Id], stop))[secret.Id];
        var taken = database.PullSecrets.Where(row => row.Project == project && row.Name == fields.Name);
        if (await taken.AnyAsync(row => row.Id != secret.Id, stop))
            return new NameTaken(fields.Name);

        secret.Save(vault, fields, account.Secret, actor.Name, clock.GetUtcNow());
        var detail = $"for {secret.Server}, {(account.Secret is null ? "password kept" : "password replaced")}";
        audit.Record(database, actor, Action, new($"{secret.Id}", secret.Name, project), detail);
        if (await database.TrySaveAsync(fields.Name, stop) is { } conflict)
            return conflict;
        return PullSecretView.Of(secret, vault, users);
    }
}
