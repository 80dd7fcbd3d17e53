using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>Gives the services that use a collection: what a change of it would touch.</summary>
public sealed class GetSecretKeysUsage(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    ISecretUsage usage
)
{
    public async Task<Result<SecretKeysUsage>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.View, project, Action, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var keys = await database.SecretKeys.AsNoTracking().Named(project, idOrName).SingleOrDefaultAsync(stop);
        if (keys is null)
            return SecretKeysQueries.Missing;
        var users = await usage.FindAsync(project, [keys.Id], stop);
        return new SecretKeysUsage(
            keys.Version,
            [.. users[keys.Id].OrderBy(user => user.Name, StringComparer.Ordinal)]
        );
    }
}
