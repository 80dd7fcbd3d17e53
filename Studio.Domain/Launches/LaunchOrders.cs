using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.Launches;

/// <summary>Stores a launch together with its audit entry and puts it into the queue: what every way to a launch shares.</summary>
public sealed class LaunchOrders(
    AuditTrail audit,
    LaunchPlanning planning,
    LaunchQueue queue,
    SecretVault vault,
    TimeProvider clock
)
{
    /// <summary>Orders a revision with the newest image and secrets.</summary>
    internal Task<Result<LaunchId>> OrderAsync(
        StudioDbContext database,
        Actor actor,
        Service service,
        int revision,
        LaunchReason reason,
        CancellationToken stop
    )
    {
        var launch = new Launch(service.Project, service.Id, revision, actor.Name, clock.GetUtcNow())
        {
            Reason = reason,
        };
        return OrderAsync(database, actor, service, launch, stop);
    }

    /// <summary>Orders what an earlier launch ran, once more.</summary>
    internal Task<Result<LaunchId>> OrderAgainAsync(
        StudioDbContext database,
        Actor actor,
        Service service,
        Launch pattern,
        LaunchReason reason,
        CancellationToken stop
    ) => OrderAsync(database, actor, service, new Launch(pattern, reason, actor.Name, clock.GetUtcNow()), stop);

    /// <summary>
    /// Orders launches of several services, each to begin when the one before it has gone well. All of them, or none: one that cannot be
    /// planned is named, and nothing is stored.
    /// </summary>
    /// <param name="services">In this order, each with the revision to run. They and their revisions may be unsaved.</param>
    /// <returns>Also <see cref="Stale"/>: somebody changed one of the services in the meantime.</returns>
    internal async Task<Result<IReadOnlyList<LaunchId>>> OrderInTurnAsync(
        StudioDbContext database,
        Actor actor,
        IReadOnlyList<(Service Service, int Revision, ServiceDefinition Definition)> services,
        CancellationToken stop
    ) =>
        (await PlanInTurnAsync(database, actor, services, stop)).TryGet(out var planned, out var problem)
            ? await BeginInTurnAsync(database, planned, stop)
            : problem;

    /// <summary>The first half of <see cref="OrderInTurnAsync"/>: adds to what is about to be saved.</summary>
    internal async Task<Result<IReadOnlyList<PlannedLaunch>>> PlanInTurnAsync(
        StudioDbContext database,
        Actor actor,
        IReadOnlyList<(Service Service, int Revision, ServiceDefinition Definition)> services,
        CancellationToken stop
    )
    {
        // Ending it at once would be wrong: whether the turn of its service ever comes, nobody knows yet.
        if (await FindUnderWayAsync(database, services.Select(one => one.Service), stop) is [_, ..] busy)
            return new Refused(
                "launch-under-way",
                $"A launch is under way: {string.Join(", ", busy)}. Wait until it has ended, and try again. Nothing was launched."
            );
        List<PlannedLaunch> orders = [];
        foreach (var (service, revision, definition) in services)
        {
            var launch = new Launch(service.Project, service.Id, revision, actor.Name, clock.GetUtcNow())
            {
                Reason = LaunchReason.Rollout,
            };
            launch.WaitFor(orders is [.., var last] ? last.Launch.Id : null);
            if (
                !(await PrepareAsync(database, actor, service, launch, definition, stop)).TryGet(
                    out var plan,
                    out var problem
                )
            )
                return problem is Refused refused
                    ? refused with
                    {
                        Message = $"{service.Name}: {refused.Message} Nothing was launched.",
                    }
                    : problem;
            service.Order(launch.Id);
            orders.Add(new(service, launch, plan));
        }

        return orders;
    }

    /// <summary>The second half: saves and begins.</summary>
    internal async Task<Result<IReadOnlyList<LaunchId>>> BeginInTurnAsync(
        StudioDbContext database,
        IReadOnlyList<PlannedLaunch> orders,
        CancellationToken stop
    )
    {
        if (await database.TrySaveAsync("the services", stop) is { } conflict)
            return conflict;
        foreach (var (service, launch, plan) in orders)
        {
            queue.EndOf(service.Id, but: launch.Id);
            // What waits plans anew when its turn comes.
            queue.Add(launch, launch.After is null ? plan : null);
        }

        return orders.Select(order => order.Launch.Id).ToList();
    }

    /// <summary>Names of the services whose last launch has not ended.</summary>
    static Task<List<string>> FindUnderWayAsync(
        StudioDbContext database,
        IEnumerable<Service> services,
        CancellationToken stop
    )
    {
        var last = services.Select(service => service.LastLaunch).OfType<LaunchId>().ToList();
        return database
            .Launches.Where(row => last.Contains(row.Id))
            .Where(row => row.State == LaunchState.Queued || row.State == LaunchState.Running)
            .Join(database.Services, row => row.Service, service => service.Id, (_, service) => service.Name)
            .Order()
            .ToListAsync(stop);
    }

    async Task<Result<LaunchId>> OrderAsync(
        StudioDbContext database,
        Actor actor,
        Service service,
        Launch launch,
        CancellationToken stop
    )
    {
        var definition = await database
            .ServiceRevisions.Where(row => row.Service == service.Id && row.Number == launch.Revision)
            .Select(row => row.Definition)
            .SingleAsync(stop);
        if (
            !(await PrepareAsync(database, actor, service, launch, definition, stop)).TryGet(
                out var plan,
                out var problem
            )
        )
            return problem;
        if (await SaveAsync(database, service, launch, stop) is { } conflict)
            return conflict;
        // An earlier one that is under way gives way to it.
        queue.EndOf(service.Id, but: launch.Id);
        queue.Add(launch, plan);
        return launch.Id;
    }

    /// <summary>Adds a launch to what is about to be saved, if it can be planned.</summary>
    async Task<Result<LaunchPlan>> PrepareAsync(
        StudioDbContext database,
        Actor actor,
        Service service,
        Launch launch,
        ServiceDefinition definition,
        CancellationToken stop
    )
    {
        if (vault.IsSealed)
            return new Sealed();
        var pins = Pins.Of(launch);
        var plan = await planning.PlanAsync(database, service.Project, definition, launch.Revision, pins, stop);
        if (plan.Problems is [var first, ..])
            return first.Code == LaunchPlanner.EngineAway
                ? new EngineUnavailable()
                : new Refused(first.Code, first.Message);
        database.Add(launch);
        audit.Record(
            database,
            actor,
            ActionOf(launch.Reason),
            new($"{service.Id}", service.Name, service.Project),
            launch.Pattern is { } pattern
                ? $"{launch.Id}, as {pattern}, revision {launch.Revision}"
                : $"{launch.Id}, revision {launch.Revision}"
        );
        return plan;
    }

    /// <summary>
    /// What a person orders holds, whatever was done meanwhile. What Studio orders by itself does not: whoever stopped the service or
    /// launched it anew since it was read has decided about it.
    /// </summary>
    static Task<Problem?> SaveAsync(StudioDbContext database, Service service, Launch launch, CancellationToken stop)
    {
        if (launch.Reason != LaunchReason.Recovery)
            return database.SaveAnywayAsync(service, row => row.Order(launch.Id), service.Name, stop);
        service.Order(launch.Id);
        return database.TrySaveAsync(service.Name, stop);
    }

    static string ActionOf(LaunchReason reason) =>
        reason switch
        {
            LaunchReason.Restart => AuditActions.Restart,
            LaunchReason.Rollback => AuditActions.Rollback,
            LaunchReason.Reset => AuditActions.Reset,
            LaunchReason.Recovery => AuditActions.Recover,
            LaunchReason.Rollout => AuditActions.RollOut,
            _ => AuditActions.Launch,
        };
}

/// <summary>A launch of a rollout that is not saved yet.</summary>
readonly record struct PlannedLaunch(Service Service, Launch Launch, LaunchPlan Plan);
