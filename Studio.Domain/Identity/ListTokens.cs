using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Lists the actor's own tokens that still work, newest first. The texts are not kept, so they cannot be listed.</summary>
public sealed class ListTokens(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, TimeProvider clock)
{
    public async Task<Result<Page<ApiToken>>> RunAsync(Actor actor, PageRequest page, CancellationToken stop)
    {
        if (await audit.RefusalAsync(actor, Permission.ManageTokens, null, AuditActions.ListTokens, stop) is { } denied)
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        var now = clock.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(stop);
        var tokens = database
            .ApiTokens.AsNoTracking()
            .Where(token =>
                token.Owner == actor.User
                && token.RevokedAt == null
                && (token.ExpiresAt == null || token.ExpiresAt > now)
            );
        if (page.Search is { } search)
            tokens = tokens.Where(token => token.Name.Contains(search));
        return await tokens.OrderByDescending(token => token.Id).ToPageAsync(page, stop);
    }
}
