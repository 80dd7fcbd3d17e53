using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Studio.Domain.Audit;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>Says in the audit log, once each, that an entry expires soon and that it has expired. Looks every hour.</summary>
public sealed partial class ExpiryReminders(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    WriteGate gate,
    TimeProvider clock,
    ILogger<ExpiryReminders> log
) : BackgroundService
{
    /// <summary>How long before its end an entry is spoken of.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                if (!gate.Sealed)
                    await LookAsync(stoppingToken);
            }
            // The database is busy or full: an hour later is soon enough.
            catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
            {
                LogBroken(exception);
            }

            await Task.Delay(Interval, clock, stoppingToken);
        }
    }

    internal async Task LookAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        await using var database = await databases.CreateDbContextAsync(stop);
        await database.TakeTurnAsync(stop);
        var soon = now + Ahead;
        var due = await (
            from entry in database.Set<SecretKeyEntry>()
            join keys in database.SecretKeys on entry.Collection equals keys.Id
            where entry.RemovedIn == null && entry.ExpiresAt != null && entry.ExpiresAt <= soon
            where entry.Notice != ExpiryNotice.Expired
            select new { Keys = keys, Entry = entry }
        ).ToListAsync(stop);
        var news = due.Where(row => NoticeOf(row.Entry, now) != row.Entry.Notice)
            .GroupBy(row => (row.Keys, NoticeOf(row.Entry, now)));
        foreach (var group in news)
        {
            var (keys, notice) = group.Key;
            var names = string.Join(", ", group.Select(row => row.Entry.Name).Order(StringComparer.Ordinal));
            var action =
                notice == ExpiryNotice.Expired ? AuditActions.SecretKeysExpired : AuditActions.SecretKeysExpiring;
            audit.Record(database, Actor.System, action, keys.Subject(), keys.Detail(names));
            foreach (var row in group)
                row.Entry.Told(notice);
        }

        await database.SaveChangesAsync(stop);
    }

    static ExpiryNotice NoticeOf(SecretKeyEntry entry, DateTimeOffset now) =>
        entry.ExpiresAt <= now ? ExpiryNotice.Expired : ExpiryNotice.Expiring;

    [LoggerMessage(LogLevel.Warning, "Reminders of what expires could not be written down.")]
    partial void LogBroken(Exception exception);
}
