using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Ends one of the actor's tokens and all that were made with it; administrators may end anyone's.</summary>
public sealed class RevokeToken(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SealedTokens sealedTokens,
    TimeProvider clock
)
{
    /// <returns><see cref="Missing"/> also for a token of someone else.</returns>
    public async Task<Result<Done>> RunAsync(Actor actor, string id, CancellationToken stop)
    {
        if (
            await audit.RefusalAsync(actor, Permission.ManageTokens, null, AuditActions.RevokeToken, stop) is { } denied
        )
            return denied;
        if (!WireId.TryParse<TokenId>(id, out var key))
            return new Missing("The token");
        var now = clock.GetUtcNow();
        if (sealedTokens.Find(key) is { } kept && MayEnd(actor, kept))
        {
            await audit.WriteAsync(actor, AuditActions.RevokeToken, Subject(kept), null, "ok", stop);
            if (await sealedTokens.TryRevokeAsync(key, now, stop))
                return Done.Value;
        }

        await using var database = await databases.CreateDbContextAsync(stop);
        var token = await database.ApiTokens.SingleOrDefaultAsync(row => row.Id == key, stop);
        if (token is null || !MayEnd(actor, token))
            return new Missing("The token");
        await database.RevokeTokensAsync(token.Owner, row => row.Id == key, now, stop);
        audit.Record(database, actor, AuditActions.RevokeToken, Subject(token));
        await database.SaveChangesAsync(stop);
        return Done.Value;
    }

    static bool MayEnd(Actor actor, ApiToken token) => token.Owner == actor.User || actor.Can(Permission.ManageUsers);

    static AuditSubject Subject(ApiToken token) => new($"{token.Id}", token.Name);
}
