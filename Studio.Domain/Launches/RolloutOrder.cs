using Microsoft.EntityFrameworkCore;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>Which launch of a rollout goes before which, also when one in the middle has left it.</summary>
static class RolloutOrder
{
    /// <summary>
    /// The launch that another one waits for: the nearest before it that has not given way. What a person ordered in the place of
    /// one is no part of the rollout.
    /// </summary>
    /// <returns>Null: it waits for none.</returns>
    public static async Task<Launch?> FindBeforeAsync(
        this StudioDbContext database,
        LaunchId launch,
        CancellationToken stop
    )
    {
        var before = await FindAsync(launch);
        do before = before?.After is { } earlier ? await FindAsync(earlier) : null;
        while (before is { State: LaunchState.Superseded, LiveAt: null });
        return before;

        Task<Launch?> FindAsync(LaunchId id) =>
            database.Launches.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, stop);
    }

    /// <summary>
    /// Takes a service that goes out of the rollouts that it is in: what waits for it, waits for what it waited for. Adds to what the
    /// caller is about to save.
    /// </summary>
    public static async Task LeaveRolloutsAsync(
        this StudioDbContext database,
        ServiceId service,
        CancellationToken stop
    )
    {
        var gaps = await (
            from waiting in database.Launches
            join gone in database.Launches on waiting.After equals (LaunchId?)gone.Id
            where
                gone.Service == service && (waiting.State == LaunchState.Queued || waiting.State == LaunchState.Running)
            select new { Waiting = waiting, gone.After }
        ).ToListAsync(stop);
        foreach (var gap in gaps)
            gap.Waiting.WaitFor(gap.After);
    }
}
