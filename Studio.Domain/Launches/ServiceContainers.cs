using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>
/// Makes a service's containers what is stored: the one of the launch that is live, running or stopped, and no other. So what a
/// crash, a failed launch or somebody at the engine left behind is mended by the same few lines that end every launch. With a
/// container go its files, with a service what its containers printed, and with a project's last service its network.
/// </summary>
public sealed class ServiceContainers(
    IDbContextFactory<StudioDbContext> databases,
    IContainerEngine engine,
    LaunchFiles files,
    KeptLogs logs,
    ProjectNetworks networks,
    ContainerLabels labels,
    CrashLoops loops
)
{
    /// <remarks>Only within the service's turn: a launch under way has a container that is not live yet.</remarks>
    /// <param name="grace">What is stopped gets this long to end by itself.</param>
    /// <returns>Whether the live container had to be started.</returns>
    /// <exception cref="EngineException">The first thing that could not be done; all others were tried.</exception>
    internal async Task<bool> ConvergeAsync(ServiceId service, TimeSpan grace, CancellationToken stop)
    {
        var (stored, wanted, running) = await WantedAsync(service, stop);
        var containers = await engine.ListContainersAsync(labels.OfService(service), stop);
        EngineException? failure = null;
        // First what is not wanted: it may hold a port.
        foreach (var surplus in containers.Where(one => one.Id != wanted))
        {
            await TryAsync(() => StopAsync(surplus));
            if (WireId.TryParse<LaunchId>(surplus.Labels.GetValueOrDefault(ContainerLabels.Launch), out var launch))
                await logs.KeepAsync(service, launch, surplus.Id, stop);
            await TryAsync(() => engine.RemoveAsync(surplus.Id, stop));
        }

        var started = false;
        var live = containers.FirstOrDefault(one => one.Id == wanted);
        if (live is not null)
            await TryAsync(() => running ? RunAsync(live) : StopAsync(live));
        // Else a container that could not be removed may still have its files.
        if (failure is null)
            files.KeepOnly(service, live?.Labels.GetValueOrDefault(ContainerLabels.Launch));
        if (!stored)
        {
            logs.Forget(service);
            await TryAsync(() => networks.RemoveUnusedAsync(stop));
        }

        return failure is null ? started : throw new EngineException(failure.Failure, failure.Message, failure);

        async Task TryAsync(Func<Task> step)
        {
            try
            {
                await step();
            }
            catch (EngineException exception)
            {
                failure ??= exception;
            }
        }

        async Task RunAsync(ContainerFacts container)
        {
            var upkeep = loops.Look(container);
            // The engine lets go before anything else: it would start it in between.
            if (container.RestartsAlways && !upkeep.ByEngine)
                await engine.SetRestartAsync(container.Id, always: false, stop);
            if (!container.IsUp && upkeep.Start)
            {
                await engine.StartAsync(container.Id, stop);
                started = true;
            }

            if (!container.RestartsAlways && upkeep.ByEngine)
                await engine.SetRestartAsync(container.Id, always: true, stop);
        }

        async Task StopAsync(ContainerFacts container)
        {
            if (container.RestartsAlways)
                await engine.SetRestartAsync(container.Id, always: false, stop);
            if (container.IsUp)
                await engine.StopAsync(container.Id, grace, stop);
        }
    }

    /// <summary>Compares what is there with what is stored.</summary>
    /// <exception cref="EngineException">The engine cannot be asked: nothing is known.</exception>
    internal async Task<Differences> CompareAsync(CancellationToken stop)
    {
        // The engine first: what is stored afterwards is at least as new, and a container that is made in between is not seen.
        var containers = await engine.ListContainersAsync(labels.All, stop);
        await using var database = await databases.CreateDbContextAsync(stop);
        var forgotten = logs.Services.Except(await database.Services.Select(row => row.Id).ToListAsync(stop));
        var wanted = await Wanted(database).ToDictionaryAsync(row => row.Container, stop);
        var running = wanted.Values.Where(one => one.Running).Select(one => one.Container).ToHashSet();
        loops.KeepOnly(running);
        return new(
            [
                .. containers
                    .Where(one => !wanted.ContainsKey(one.Id) || !IsKept(one, running.Contains(one.Id)))
                    .Select(one => one.Labels.GetValueOrDefault(ContainerLabels.Service))
                    .OfType<string>()
                    .Select(WireId.Parse<ServiceId>)
                    .Concat(files.FindStray(LaunchesOf(containers)))
                    .Concat(forgotten)
                    .Distinct(),
            ],
            [.. running.Except(containers.Select(one => one.Id)).Select(id => wanted[id].Service)],
            [.. containers.Where(one => running.Contains(one.Id) && loops.Find(one) is { LastLines: null })]
        );
    }

    bool IsKept(ContainerFacts container, bool running)
    {
        if (!running)
            return container is { IsUp: false, RestartsAlways: false };
        var upkeep = loops.Look(container);
        return container.RestartsAlways == upkeep.ByEngine && (container.IsUp || !upkeep.Start);
    }

    static HashSet<string> LaunchesOf(IReadOnlyList<ContainerFacts> containers) =>
        [.. containers.Select(one => one.Labels.GetValueOrDefault(ContainerLabels.Launch)).OfType<string>()];

    static IQueryable<WantedContainer> Wanted(StudioDbContext database) =>
        from service in database.Services
        join launch in database.Launches on service.LiveLaunch equals launch.Id
        where launch.ContainerId != null
        select new WantedContainer
        {
            Service = service.Id,
            Container = launch.ContainerId!,
            Running = service.Desired == DesiredState.Running,
        };

    async Task<(bool Stored, string? Container, bool Running)> WantedAsync(ServiceId id, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        if (await Wanted(database).SingleOrDefaultAsync(row => row.Service == id, stop) is { } found)
            return (true, found.Container, found.Running);
        return (await database.Services.AnyAsync(row => row.Id == id, stop), null, false);
    }

    /// <param name="Stray">Services whose containers, files or logs are not what is stored; also ones that are stored no more.</param>
    /// <param name="Lost">Services that should run and whose live container is not there.</param>
    /// <param name="Crashed">Containers that have ended once more in a loop.</param>
    internal sealed record Differences(
        IReadOnlyList<ServiceId> Stray,
        IReadOnlyList<ServiceId> Lost,
        IReadOnlyList<ContainerFacts> Crashed
    );

    sealed class WantedContainer
    {
        public ServiceId Service { get; init; }

        public required string Container { get; init; }

        public bool Running { get; init; }
    }
}
