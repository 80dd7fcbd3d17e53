using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>
/// Lists the tokens that still work, newest first: the actor's own; for administrators, anyone's. The texts are not kept, so they
/// cannot be listed.
/// </summary>
public sealed class ListTokens(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, TimeProvider clock)
{
    /// <param name="user">Id or e-mail address of their owner; null: the actor.</param>
    /// <returns><see cref="Missing"/> when there is no such user.</returns>
    public async Task<Result<Page<ApiToken>>> RunAsync(
        Actor actor,
        string? user,
        PageRequest page,
        CancellationToken stop
    )
    {
        var needed = user is null || user == $"{actor.User}" ? Permission.ManageTokens : Permission.ManageUsers;
        if (await audit.RefusalAsync(actor, needed, null, AuditActions.ListTokens, stop) is { } denied)
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        var now = clock.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(stop);
        var owner = user is null ? actor.User : await FindAsync(database, user, stop);
        if (owner is null)
            return new Missing("The user");
        var tokens = database
            .ApiTokens.AsNoTracking()
            .Where(token =>
                token.Owner == owner && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now)
            );
        if (page.Search is { } search)
            tokens = tokens.Where(token => token.Name.Contains(search));
        return await tokens.OrderByDescending(token => token.Id).ToPageAsync(page, stop);
    }

    static async Task<UserId?> FindAsync(StudioDbContext database, string idOrEmail, CancellationToken stop)
    {
        var email = EmailAddress.Normalize(idOrEmail);
        var user = WireId.TryParse<UserId>(idOrEmail, out var id)
            ? await database.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, stop)
            : await database.Users.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == email, stop);
        return user?.UserId;
    }
}
