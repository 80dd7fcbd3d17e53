using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Lists the actor's own tokens that still work, newest first. The texts are not kept, so they cannot be listed.</summary>
public sealed class ListTokens(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SealedTokens sealedTokens,
    TimeProvider clock
)
{
    public async Task<Result<Page<ApiToken>>> RunAsync(Actor actor, PageRequest page, CancellationToken stop)
    {
        if (await audit.RefusalAsync(actor, Permission.ManageTokens, null, AuditActions.ListTokens, stop) is { } denied)
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        return actor.User is { } owner ? await OfAsync(owner, page, stop) : new Missing("The user");
    }

    internal async Task<Page<ApiToken>> OfAsync(UserId owner, PageRequest page, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(stop);
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
}
