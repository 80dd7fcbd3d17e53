using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.PullSecrets;

/// <summary>Stores credentials for one registry.</summary>
public sealed class CreatePullSecret(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SecretVault vault,
    RegistryRules registries,
    TimeProvider clock
)
{
    /// <returns><see cref="Invalid"/> or <see cref="NameTaken"/> when it cannot be.</returns>
    public async Task<Result<PullSecretView>> RunAsync(
        Actor actor,
        ProjectId project,
        string? name,
        RegistryAccount account,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.CreatePullSecret;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, project, Action, stop) is { } denied)
            return denied;
        if (!PullSecretRules.Read(name, account, null, registries).TryGet(out var fields, out var invalid))
            return invalid;

        await using var database = await databases.CreateDbContextAsync(stop);
        if (await database.PullSecrets.AnyAsync(row => row.Project == project && row.Name == fields.Name, stop))
            return new NameTaken(fields.Name);
        var now = clock.GetUtcNow();
        var secret = new PullSecret(project, actor.Name, now);
        secret.Save(vault, fields, account.Secret, actor.Name, now);
        database.Add(secret);
        audit.Record(database, actor, Action, new($"{secret.Id}", secret.Name, project), $"for {secret.Server}");
        if (await database.TrySaveAsync(fields.Name, stop) is { } conflict)
            return conflict;
        return PullSecretView.Of(secret, vault, []);
    }
}
