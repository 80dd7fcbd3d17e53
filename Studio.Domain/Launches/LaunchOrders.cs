using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.Launches;

/// <summary>Stores a launch together with its audit entry and puts it into the queue: what launching and restarting share.</summary>
public sealed class LaunchOrders(
    AuditTrail audit,
    LaunchPlanning planning,
    LaunchQueue queue,
    SecretVault vault,
    TimeProvider clock
)
{
    internal async Task<Result<LaunchId>> OrderAsync(
        StudioDbContext database,
        Actor actor,
        Service service,
        int revision,
        string action,
        CancellationToken stop
    )
    {
        if (vault.IsSealed)
            return new Sealed();
        var definition = await database
            .ServiceRevisions.Where(row => row.Service == service.Id && row.Number == revision)
            .Select(row => row.Definition)
            .SingleAsync(stop);
        var plan = await planning.PlanAsync(database, service.Project, definition, revision, stop);
        if (plan.Problems is [var first, ..])
            return first.Code == LaunchPlanner.EngineAway
                ? new EngineUnavailable()
                : new Refused(first.Code, first.Message);
        var launch = new Launch(service.Project, service.Id, revision, actor.Name, clock.GetUtcNow());
        database.Add(launch);
        audit.Record(
            database,
            actor,
            action,
            new($"{service.Id}", service.Name, service.Project),
            $"{launch.Id}, revision {revision}"
        );
        if (await database.SaveAnywayAsync(service, row => row.Order(launch.Id), service.Name, stop) is { } conflict)
            return conflict;
        queue.Add(launch, plan);
        return launch.Id;
    }
}
