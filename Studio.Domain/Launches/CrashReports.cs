using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Storage;
using Studio.Domain.Timeline;

namespace Studio.Domain.Launches;

/// <summary>Reads why a container in a crash loop ended, for people: its last lines, redacted, and an event in its timeline.</summary>
public sealed class CrashReports(
    IDbContextFactory<StudioDbContext> databases,
    InstanceOutput output,
    InstanceValues values,
    CrashLoops loops,
    ServiceTimeline timeline
)
{
    const int Lines = 20;

    /// <summary>The count of ends at which each container's loop was last seen: one that is lower again is another loop.</summary>
    readonly ConcurrentDictionary<string, int> _seen = new();

    /// <param name="container">Of a live launch.</param>
    internal async Task WriteAsync(ContainerFacts container, CancellationToken stop)
    {
        if (loops.Find(container) is not { } loop)
            return;
        await using var database = await databases.CreateDbContextAsync(stop);
        var launch = await database
            .Launches.AsNoTracking()
            .Where(row => row.ContainerId == container.Id)
            .FirstOrDefaultAsync(stop);
        var isNew = !_seen.TryGetValue(container.Id, out var ends) || loop.Ends < ends;
        _seen[container.Id] = loop.Ends;
        if (launch is null || await values.OfAsync(launch, stop) is not { } known)
        {
            loops.Explain(container.Id, loop, null);
            return;
        }

        loops.Explain(container.Id, loop, await output.TailAsync(container.Id, known, Lines, stop));
        // Each end is in the timeline already; this one says what Studio makes of them.
        if (isNew)
        {
            const string Detail = "Ended again and again: it is started at growing intervals from here on.";
            ServiceEvent began = new(
                launch.Service,
                ServiceEventKind.CrashLoop,
                container.Id,
                loop.EndedAt,
                launch.Id,
                loop.ExitCode,
                Detail
            );
            await timeline.RecordAsync([began], stop);
        }
    }
}
