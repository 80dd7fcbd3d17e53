using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>
/// Makes the actor of a request from what it proved. Role, scopes and whether the user may still come in are read each time, so
/// that taking a right away has effect at once.
/// </summary>
public sealed class IdentifyActor(
    IDbContextFactory<StudioDbContext> databases,
    SealedTokens sealedTokens,
    TimeProvider clock
)
{
    static readonly TimeSpan TouchInterval = TimeSpan.FromHours(1);

    /// <returns>Null for a text that is no token, and for one that is revoked, expired, or of a disabled user.</returns>
    public async Task<Actor?> ByTokenAsync(string text, CancellationToken stop)
    {
        if (!TokenText.HasForm(text))
            return null;
        var hash = TokenText.Hash(text);
        await using var database = await databases.CreateDbContextAsync(stop);
        var token =
            sealedTokens.Find(hash) ?? await database.ApiTokens.SingleOrDefaultAsync(row => row.Hash == hash, stop);
        var now = clock.GetUtcNow();
        if (token is null || !token.IsActive(now))
            return null;
        // It ends with its parent, also when it was made at the moment when that was revoked.
        if (
            token.Parent is { } parent
            && await database.ApiTokens.AnyAsync(row => row.Id == parent && row.RevokedAt != null, stop)
        )
            return null;
        var owner = token.Owner.Value;
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == owner, stop);
        if (user is null or { Disabled: true })
            return null;
        await TouchAsync(database, token, now, stop);
        var permissions = Roles.Permissions(user.Role);
        return new Actor
        {
            User = user.UserId,
            Token = token.Id,
            Name = user.Email!,
            Permissions = token.Scopes is null ? permissions : [.. permissions.Intersect(token.Scopes)],
            Project = token.Project,
        };
    }

    /// <param name="stamp">The user's security stamp when the session began; it changes with the password.</param>
    /// <returns>Null for a user who is gone or disabled, and for a session from before the password was changed.</returns>
    public async Task<Actor?> BySessionAsync(UserId id, string stamp, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var user = await database.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id.Value, stop);
        return user is null or { Disabled: true } || user.SecurityStamp != stamp
            ? null
            : new Actor
            {
                User = user.UserId,
                Name = user.Email!,
                Permissions = Roles.Permissions(user.Role),
            };
    }

    async Task TouchAsync(StudioDbContext database, ApiToken token, DateTimeOffset now, CancellationToken stop)
    {
        if (now - token.LastUsedAt < TouchInterval || database.Entry(token).State == EntityState.Detached)
            return;
        token.Touch(now);
        try
        {
            await database.SaveChangesAsync(stop);
        }
        catch (Exception error) when (error is SealedException or DbUpdateException or SqliteException)
        {
            // When a token was last used is nice to know, and no reason to refuse it: sealed, on a full disk or while busy.
            database.ChangeTracker.Clear();
        }
    }
}
