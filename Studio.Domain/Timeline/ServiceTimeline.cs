using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Studio.Domain.Storage;

namespace Studio.Domain.Timeline;

/// <summary>Writes down what happens to services' containers, and keeps the newest of it.</summary>
public sealed partial class ServiceTimeline(IDbContextFactory<StudioDbContext> databases, ILogger<ServiceTimeline> log)
{
    /// <summary>How many events of one service are kept: older ones go.</summary>
    public const int Kept = 500;

    /// <summary>Writes these down, except those of services that are gone.</summary>
    /// <remarks>
    /// Never fails for what is wrong with the database: a container that ends does not wait for its record, and what must not be
    /// missed is in the audit log and in the launches.
    /// </remarks>
    internal async Task RecordAsync(IReadOnlyCollection<ServiceEvent> happened, CancellationToken stop)
    {
        try
        {
            await using var database = await databases.CreateDbContextAsync(stop);
            // A service that is deleted in between would take the others' events with it.
            await database.TakeTurnAsync(stop);
            var named = happened.Select(one => one.Service).Distinct().ToList();
            var known = await database
                .Services.Where(row => named.Contains(row.Id))
                .Select(row => row.Id)
                .ToListAsync(stop);
            database.AddRange(happened.Where(one => known.Contains(one.Service)));
            foreach (var service in known)
            {
                var events = database.Set<ServiceEvent>().Where(row => row.Service == service);
                var surplus = await events.OrderByDescending(row => row.Id).Skip(Kept).Take(Kept).ToListAsync(stop);
                database.RemoveRange(surplus);
            }

            await database.SaveChangesAsync(stop);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            LogLost(happened.Count, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Count} events of services could not be written down: {Reason}")]
    partial void LogLost(int count, string reason);
}
