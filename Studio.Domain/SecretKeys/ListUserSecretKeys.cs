using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>A personal collection as somebody else may see it: that it exists.</summary>
public sealed record UserSecretKeys(
    SecretKeysId Id,
    int EntryCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>Tells an administrator which personal collections a user has. No names: those are the user's own.</summary>
public sealed class ListUserSecretKeys(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    /// <param name="user">Id or e-mail address.</param>
    /// <returns><see cref="Missing"/> when there is no such user.</returns>
    public async Task<Result<IReadOnlyList<UserSecretKeys>>> RunAsync(Actor actor, string user, CancellationToken stop)
    {
        const string Action = AuditActions.ViewUserSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageUsers, project: null, Action, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        if (await database.FindUserAsync(user, stop) is not { } found)
            return UserQueries.Missing;
        var owner = SecretOwner.Of(found.UserId);
        return await database
            .SecretKeys.AsNoTracking()
            .Where(row => row.Owner == owner)
            .OrderBy(row => row.CreatedAt)
            .Select(row => new UserSecretKeys(row.Id, row.EntryCount, row.CreatedAt, row.UpdatedAt))
            .ToListAsync(stop);
    }
}
