using Microsoft.EntityFrameworkCore;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Ends tokens together with all that were made with them, and so on.</summary>
static class TokenRevocation
{
    /// <summary>Marks them; the caller saves.</summary>
    /// <param name="owner">Whose they are. A token that is made with another has its owner.</param>
    public static async Task RevokeTokensAsync(
        this StudioDbContext database,
        UserId owner,
        Func<ApiToken, bool> which,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var active = await database
            .ApiTokens.Where(token =>
                token.Owner == owner && token.RevokedAt == null && (token.ExpiresAt == null || token.ExpiresAt > now)
            )
            .ToListAsync(stop);
        var made = active.ToLookup(token => token.Parent);
        var ending = new Queue<ApiToken>(active.Where(which));
        while (ending.TryDequeue(out var token))
        {
            token.Revoke(now);
            foreach (var child in made[token.Id])
                ending.Enqueue(child);
        }
    }
}
