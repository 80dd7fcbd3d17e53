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
    ProbedHealth probed
) : IServiceStates
{
    // The engine's own word for a container that it keeps starting again; with fewer restarts it may still recover.
    const int RestartsOfACrashLoop = 3;

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
        var live = services.Select(service => Find(service.LiveLaunch)).OfType<Launch>().ToList();
        await ProbeAsync(database, live, containers ?? [], states, stop);
        return states;
    }

    /// <summary>The engine knows nothing of probes by Studio: what they find takes the place of its "none".</summary>
    async Task ProbeAsync(
        StudioDbContext database,
        IReadOnlyList<Launch> live,
        IReadOnlyList<ContainerFacts> containers,
        Dictionary<ServiceId, ServiceState> states,
        CancellationToken stop
    )
    {
        var running = live.Where(launch => states[launch.Service].Status == ServiceStatus.Running).ToList();
        var services = running.Select(launch => launch.Service).ToList();
        var numbers = running.Select(launch => launch.Revision).Distinct().ToList();
        var definitions = await database
            .ServiceRevisions.AsNoTracking()
            .Where(row => services.Contains(row.Service) && numbers.Contains(row.Number))
            .ToDictionaryAsync(row => (row.Service, row.Number), row => row.Definition, stop);
        var found = await Task.WhenAll(
            from launch in running
            let health = definitions[(launch.Service, launch.Revision)].Health
            where health?.Http is not null
            let container = containers.First(one => one.Id == launch.ContainerId)
            select probed.ReadAsync(launch.Service, container, health, stop)
        );
        foreach (var (service, health) in found)
            states[service] = states[service] with { Health = health };
    }

    static ServiceState State(
        Service service,
        Launch? newest,
        Launch? live,
        IReadOnlyDictionary<LaunchId, List<string>> staleKeys,
        IReadOnlyList<ContainerFacts>? containers
    )
    {
        var container = live is null ? null : containers?.FirstOrDefault(one => one.Id == live.ContainerId);
        var launching = newest is { HasEnded: false };
        var status =
            containers is null ? ServiceStatus.Unknown
            : container?.Status == ContainerStatus.Running ? ServiceStatus.Running
            : launching ? ServiceStatus.Starting
            : service.Desired == DesiredState.Stopped ? ServiceStatus.Stopped
            : container is { Status: ContainerStatus.Restarting } or { RestartCount: >= RestartsOfACrashLoop }
                ? ServiceStatus.CrashLoop
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
            status == ServiceStatus.Running ? container?.Health ?? "none" : "none",
            stale,
            live?.Id ?? newest?.Id,
            container?.Id,
            status == ServiceStatus.Running ? container?.StartedAt : null
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
