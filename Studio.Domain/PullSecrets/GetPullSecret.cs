using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.PullSecrets;

/// <summary>Gives one pull secret, without its password.</summary>
public sealed class GetPullSecret(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SecretVault vault,
    IPullSecretUsage usage
)
{
    public async Task<Result<PullSecretView>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewPullSecret;
        if (await audit.RefusalAsync(actor, Permission.View, project, Action, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var secret = await database.PullSecrets.AsNoTracking().Named(project, idOrName).SingleOrDefaultAsync(stop);
        if (secret is null)
            return PullSecretQueries.Missing;
        var users = await usage.FindAsync(project, [secret.Id], stop);
        return PullSecretView.Of(secret, vault, users[secret.Id]);
    }
}
