using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>
/// Lists the tokens that still work, newest first: the actor's own; for administrators, anyone's. The texts are not kept, so they
/// cannot be listed.
/// </summary>
public sealed class ListTokens(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SealedTokens sealedTokens,
    TimeProvider clock
)
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
        if ((user is null ? actor.User : await FindAsync(database, user, stop)) is not { } owner)
            return new Missing("The user");
        var tokens = database
            .ApiTokens.AsNoTracking()
            .Where(token =>
                token.Owner == owner && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now)
            );
        // Those that wait to be stored are newer than all that are.
        var kept = sealedTokens.Of(owner, now);
        // Names have no upper case: no need for a comparison that ignores it.
        if (page.Search?.ToLowerInvariant() is { } search)
        {
            tokens = tokens.Where(token => token.Name.Contains(search));
            kept = [.. kept.Where(token => token.Name.Contains(search, StringComparison.Ordinal))];
        }

        var items = kept.Skip(page.Skip).Take(page.Size).ToList();
        var stored = tokens.OrderByDescending(token => token.Id).Skip(Math.Max(0, page.Skip - kept.Count));
        items.AddRange(await stored.Take(page.Size - items.Count).ToListAsync(stop));
        return new Page<ApiToken>(items, page.Number, page.Size, kept.Count + await tokens.CountAsync(stop));
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
