using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Makes the containers anew that were removed from outside: a launch of Studio's own, of the same image and the same versions of
/// the secrets. One that fails is tried again at growing intervals, as the same launch.
/// </summary>
public sealed partial class Recovery(
    IDbContextFactory<StudioDbContext> databases,
    IContainerEngine engine,
    LaunchOrders orders,
    LaunchQueue queue,
    TimeProvider clock,
    ILogger<Recovery> log
)
{
    readonly ConcurrentDictionary<ServiceId, Attempt> _attempts = new();

    /// <param name="lost">The services that should run and whose live container is not there.</param>
    internal async Task RecoverAsync(IReadOnlyCollection<ServiceId> lost, CancellationToken stop)
    {
        foreach (var found in _attempts.Keys.Except(lost).ToList())
            _attempts.TryRemove(found, out _);
        foreach (var service in lost)
        {
            if (!_attempts.TryGetValue(service, out var attempt) || attempt.Next <= clock.GetUtcNow())
                await RecoverAsync(service, stop);
        }
    }

    /// <summary>How long until something is to be tried again; null when nothing waits.</summary>
    internal TimeSpan? UntilNext()
    {
        var now = clock.GetUtcNow();
        return _attempts.Values.Select(one => one.Next > now ? one.Next - now : (TimeSpan?)null).Min();
    }

    async Task RecoverAsync(ServiceId id, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await database.Services.SingleOrDefaultAsync(row => row.Id == id, stop);
        if (service is not { Desired: DesiredState.Running, LiveLaunch: { } liveId, LastLaunch: { } lastId })
            return;
        var live = await database.Launches.AsNoTracking().SingleAsync(row => row.Id == liveId, stop);
        var last = await database.Launches.SingleAsync(row => row.Id == lastId, stop);
        // A launch under way sees to it. One that has gone live since the containers were listed has its container.
        if (!last.HasEnded || await engine.FindContainerAsync(live.ContainerId!, stop) is not null)
            return;
        var tries = _attempts.TryGetValue(id, out var attempt) ? attempt.Tries + 1 : 0;
        _attempts[id] = new Attempt(tries, clock.GetUtcNow() + Backoff.After(tries));
        if (last is { Reason: LaunchReason.Recovery, State: LaunchState.Failed } && last.Pattern == live.Id)
        {
            last.Redo("Tried again by Studio.");
            service.Order(last.Id);
            // Not against what somebody has ordered or stopped meanwhile.
            if (await database.TrySaveAsync(service.Name, stop) is null)
                queue.Add(last);
            return;
        }

        const LaunchReason Reason = LaunchReason.Recovery;
        var ordered = await orders.OrderAgainAsync(database, Actor.System, service, live, Reason, stop);
        if (ordered.TryGet(out var launch, out var problem))
            LogRecovers(service.Name, launch);
        else
            LogRefused(service.Name, problem.Code);
    }

    readonly record struct Attempt(int Tries, DateTimeOffset Next);

    [LoggerMessage(LogLevel.Warning, "The container of {Service} was removed from outside: {Launch} makes it anew.")]
    partial void LogRecovers(string service, LaunchId launch);

    [LoggerMessage(
        LogLevel.Warning,
        "The container of {Service} was removed from outside and cannot be made anew now: {Problem}."
    )]
    partial void LogRefused(string service, string problem);
}
