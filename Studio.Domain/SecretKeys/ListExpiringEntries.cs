using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>An entry that wants a new value.</summary>
/// <param name="Keys">Name of its collection.</param>
public sealed record ExpiringEntry(string Keys, string Name, DateTimeOffset ExpiresAt, bool Expired);

/// <summary>Lists the entries of a library that have expired or soon will, the most urgent first.</summary>
public sealed class ListExpiringEntries(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    TimeProvider clock
)
{
    public async Task<Result<IReadOnlyList<ExpiringEntry>>> RunAsync(
        Actor actor,
        SecretOwner owner,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.View, owner, Action, stop) is { } denied)
            return denied;
        var now = clock.GetUtcNow();
        var soon = now + ExpiryReminders.Ahead;
        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = await (
            from entry in database.Set<SecretKeyEntry>()
            join keys in database.SecretKeys on entry.Collection equals keys.Id
            where keys.Owner == owner && entry.RemovedIn == null && entry.ExpiresAt <= soon
            orderby entry.ExpiresAt, keys.Name, entry.Name
            select new
            {
                Keys = keys.Name,
                entry.Name,
                entry.ExpiresAt,
            }
        ).ToListAsync(stop);
        return rows.ConvertAll(row => new ExpiringEntry(
            row.Keys,
            row.Name,
            row.ExpiresAt!.Value,
            row.ExpiresAt <= now
        ));
    }
}
