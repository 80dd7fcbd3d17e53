using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>Gives one collection with masked previews of its entries. Opens no value.</summary>
public sealed class GetSecretKeys(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SecretKeysReader reader
)
{
    public async Task<Result<SecretKeysView>> RunAsync(
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
        return await reader.FindAsync(database, owner, idOrName, stop) is { } keys ? keys : SecretKeysQueries.Missing;
    }
}
