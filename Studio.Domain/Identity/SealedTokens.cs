using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Studio.Domain.Storage;

namespace Studio.Domain.Identity;

/// <summary>Keeps the tokens that are made while nothing may be written, until they can be stored or Studio stops.</summary>
public sealed partial class SealedTokens(IDbContextFactory<StudioDbContext> databases, ILogger<SealedTokens> log)
    : IDisposable
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

    /// <summary>Makes them tokens like all others. While the database cannot be written, they work on and wait.</summary>
    internal async Task StoreAsync()
    {
        await _turn.WaitAsync();
        try
        {
            await using var database = await databases.CreateDbContextAsync();
            database.AddRange(_kept);
            await database.SaveChangesAsync();
            _kept = [];
        }
        catch (Exception error) when (error is DbUpdateException or SqliteException)
        {
            LogWaiting(error);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    [LoggerMessage(
        LogLevel.Error,
        "The tokens that were made while sealed could not be stored; they end with this process."
    )]
    partial void LogWaiting(Exception error);
}
