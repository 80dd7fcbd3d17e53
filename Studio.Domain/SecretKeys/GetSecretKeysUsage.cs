using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
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
        SecretOwner owner,
        string idOrName,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.View, owner, Action, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var keys = await database.SecretKeys.AsNoTracking().Named(owner, idOrName).SingleOrDefaultAsync(stop);
        if (keys is null)
            return SecretKeysQueries.Missing;
        var users = await usage.OfAsync(owner, [keys.Id], stop);
        return new SecretKeysUsage(
            keys.Version,
            [.. users[keys.Id].OrderBy(user => user.Name, StringComparer.Ordinal)],
            owner.Project is { } project
                ? await usage.FindTakenAsync(project, keys.Id, stop)
                : FrozenDictionary<string, IReadOnlySet<string>?>.Empty,
            await usage.FindNamedVersionsAsync(keys.Id, stop)
        );
    }
}
