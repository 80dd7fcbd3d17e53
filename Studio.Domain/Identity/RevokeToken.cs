using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Ends one of the actor's tokens and all that were made with it; administrators may end anyone's.</summary>
public sealed class RevokeToken(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, TimeProvider clock)
{
    /// <returns><see cref="Missing"/> also for a token of someone else.</returns>
    public async Task<Result<Done>> RunAsync(Actor actor, string id, CancellationToken stop)
    {
        if (
            await audit.RefusalAsync(actor, Permission.ManageTokens, null, AuditActions.RevokeToken, stop) is { } denied
        )
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var token = WireId.TryParse<TokenId>(id, out var key)
            ? await database.ApiTokens.SingleOrDefaultAsync(row => row.Id == key, stop)
            : null;
        if (token is null || (token.Owner != actor.User && !actor.Can(Permission.ManageUsers)))
            return new Missing("The token");
        await database.RevokeTokensAsync(token.Owner, row => row.Id == key, clock.GetUtcNow(), stop);
        audit.Record(database, actor, AuditActions.RevokeToken, new($"{token.Id}", token.Name));
        await database.SaveChangesAsync(stop);
        return Done.Value;
    }
}
