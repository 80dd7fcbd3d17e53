using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Lists the tokens of a user that still work, newest first: how an administrator finds what is to be revoked.</summary>
public sealed class ListUserTokens(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, ListTokens list)
{
    /// <param name="user">Id or e-mail address.</param>
    /// <returns><see cref="Missing"/> when there is no such user.</returns>
    public async Task<Result<Page<ApiToken>>> RunAsync(
        Actor actor,
        string user,
        PageRequest page,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.ManageUsers, null, AuditActions.ListTokens, stop) is { } denied)
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        await using var database = await databases.CreateDbContextAsync(stop);
        return await database.FindUserAsync(user, stop) is { } owner
            ? await list.OfAsync(owner.UserId, page, stop)
            : UserQueries.Missing;
    }
}
