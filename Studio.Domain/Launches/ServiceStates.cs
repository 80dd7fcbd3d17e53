using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>Puts together what is stored and what the engine says.</summary>
public sealed class ServiceStates(
    IDbContextFactory<StudioDbContext> databases,
    IContainerEngine engine,
    ContainerLabels labels,
    HealthMonitor probed,
    CrashLoops loops
) : IServiceStates
{
    static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(3);

    public async Task<IReadOnlyDictionary<ServiceId, ServiceState>> ReadAsync(
        IReadOnlyCollection<Service> services,
        CancellationToken stop
    )
    {
        if (services.Count == 0)
            return new Dictionary<ServiceId, ServiceState>();
        await using var database = await databases.CreateDbContextAsync(stop);
        var ids = services
            .SelectMany(service => new[] { service.LiveLaunch, service.LastLaunch })
            .OfType<LaunchId>()
            .Distinct()
            .ToList();
        var launches = await database
            .Launches.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .ToDictionaryAsync(row => row.Id, stop);
        Launch? Find(LaunchId? id) => id is { } known ? launches.GetValueOrDefault(known) : null;
        var stale = await StaleKeysAsync(database, launches.Values, stop);
        var containers = await ContainersAsync(services, stop);
        var states = services.ToDictionary(
            service => service.Id,
            service => State(service, Find(service.LastLaunch), Find(service.LiveLaunch), stale, containers)
        );
        return states;
    }

    ServiceState State(
        Service service,
        Launch? newest,
        Launch? live,
        IReadOnlyDictionary<LaunchId, List<string>> staleKeys,
        IReadOnlyList<ContainerFacts>? containers
    )
    {
        var container = live is null ? null : containers?.FirstOrDefault(one => one.Id == live.ContainerId);
        var launching = newest is { HasEnded: false };
        var loop = container is null || service.Desired == DesiredState.Stopped ? null : loops.Find(container);
        var status =
            containers is null ? ServiceStatus.Unknown
            : loop is not null ? ServiceStatus.CrashLoop
            : container?.Status == ContainerStatus.Running ? ServiceStatus.Running
            : launching ? ServiceStatus.Starting
            : service.Desired == DesiredState.Stopped ? ServiceStatus.Stopped
            : container?.Status == ContainerStatus.Restarting ? ServiceStatus.CrashLoop
            : ServiceStatus.Failed;
        var runs = status is ServiceStatus.Running or ServiceStatus.CrashLoop;
        List<string> stale = [];
        if (runs && live!.Revision != service.Revision)
            stale.Add("revision");
        if (runs && staleKeys.TryGetValue(live!.Id, out var keys))
            stale.AddRange(keys.Select(name => $"secrets:{name}"));
        return new ServiceState(
            service.Desired,
            status,
            // The engine knows nothing of probes by Studio.
            status == ServiceStatus.Running
                ? probed.Find(container!.Id) ?? container.Health ?? "none"
                : "none",
            stale,
            live?.Id ?? newest?.Id,
            container?.Id,
            status == ServiceStatus.Running ? container?.StartedAt : null,
            loop is null
                ? null
                : new ServiceCrash(
                    loop.Ends,
                    loop.ExitCode,
                    loop.OutOfMemory,
                    loop.EndedAt,
                    loop.NextStart,
                    loop.LastLines ?? []
                )
        );
    }

    /// <summary>Names of collections that have a newer version than the one that each launch was given.</summary>
    static async Task<Dictionary<LaunchId, List<string>>> StaleKeysAsync(
        StudioDbContext database,
        IReadOnlyCollection<Launch> launches,
        CancellationToken stop
    )
    {
        var ids = launches
            .SelectMany(launch => launch.SecretVersions)
            .Select(version => Common.WireId.Parse<SecretKeys.SecretKeysId>(version.Id))
            .Distinct()
            .ToList();
        var current = await database
            .SecretKeys.AsNoTracking()
            .Where(row => ids.Contains(row.Id))
            .Select(row => new
            {
                row.Id,
                row.Name,
                row.Version,
            })
            .ToDictionaryAsync(row => $"{row.Id}", stop);
        return launches.ToDictionary(
            launch => launch.Id,
            launch =>
                launch
                    .SecretVersions.Where(used =>
                        current.TryGetValue(used.Id, out var now) && now.Version != used.Version
                    )
                    .Select(used => current[used.Id].Name)
                    .ToList()
        );
    }

    /// <summary>Null when the engine is not reachable.</summary>
    async Task<IReadOnlyList<ContainerFacts>?> ContainersAsync(
        IReadOnlyCollection<Service> services,
        CancellationToken stop
    )
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(EnginePatience);
        try
        {
            var wanted = services.Count == 1 ? labels.OfService(services.Single().Id) : labels.All;
            return await engine.ListContainersAsync(wanted, patience.Token);
        }
        catch (EngineException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
