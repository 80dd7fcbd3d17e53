using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>Lists the versions of a collection, newest first: who changed which entries when.</summary>
public sealed class ListSecretKeysVersions(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    public async Task<Result<Page<SecretKeysVersion>>> RunAsync(
        Actor actor,
        SecretOwner owner,
        string idOrName,
        PageRequest page,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.View, owner, Action, stop) is { } denied)
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        await using var database = await databases.CreateDbContextAsync(stop);
        var keys = await database.SecretKeys.AsNoTracking().Named(owner, idOrName).SingleOrDefaultAsync(stop);
        if (keys is null)
            return SecretKeysQueries.Missing;
        var versions = database.Set<SecretKeysVersion>().AsNoTracking().Where(row => row.Collection == keys.Id);
        var items = await versions
            .OrderByDescending(row => row.Number)
            .Skip(page.Skip)
            .Take(page.Size)
            .ToListAsync(stop);
        return new Page<SecretKeysVersion>(items, page.Number, page.Size, await versions.CountAsync(stop));
    }
}
