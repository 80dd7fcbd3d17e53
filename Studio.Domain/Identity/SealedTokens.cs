using Microsoft.EntityFrameworkCore;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Keeps the tokens that are made while nothing may be written, until they can be stored or Studio stops.</summary>
public sealed class SealedTokens(IDbContextFactory<StudioDbContext> databases) : IDisposable
{
    readonly SemaphoreSlim _turn = new(1, 1);
    volatile IReadOnlyList<ApiToken> _kept = [];

    internal ApiToken? Find(byte[] hash) => _kept.FirstOrDefault(token => token.Hash.AsSpan().SequenceEqual(hash));

    internal ApiToken? Find(TokenId id) => _kept.FirstOrDefault(token => token.Id == id);

    /// <summary>Those of one user that still work, newest first.</summary>
    internal IReadOnlyList<ApiToken> Of(UserId owner, DateTimeOffset now) =>
        [.. _kept.Where(token => token.Owner == owner && token.IsActive(now)).Reverse()];

    internal async Task KeepAsync(ApiToken token, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        _kept = [.. _kept, token];
        _turn.Release();
    }

    /// <returns>False when it is not kept here, or no longer.</returns>
    internal async Task<bool> TryRevokeAsync(TokenId id, DateTimeOffset now, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        var token = Find(id);
        token?.Revoke(now);
        _turn.Release();
        return token is not null;
    }

    /// <summary>Makes them tokens like all others.</summary>
    internal async Task StoreAsync(CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            await using var database = await databases.CreateDbContextAsync(stop);
            database.AddRange(_kept);
            await database.SaveChangesAsync(stop);
            _kept = [];
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
