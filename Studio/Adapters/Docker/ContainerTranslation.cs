using System.Globalization;
using Studio.Docker.Containers;
using Studio.Docker.Daemon;
using Studio.Docker.Networks;
using Studio.Domain.Engine;
using ContainerSpec = Studio.Domain.Engine.ContainerSpec;

namespace Studio.Adapters.Docker;

/// <summary>Containers in Docker's words and in ours.</summary>
static class ContainerTranslation
{
    /// <summary>Everybody in the container may write there, and delete only what is theirs, as in <c>/tmp</c>.</summary>
    const int LikeTmp = 0b1_111_111_111;

    /// <param name="logMegabytes">Of each of three log files: Docker's default keeps logs until the disk is full.</param>
    public static Studio.Docker.Containers.ContainerSpec ToDocker(ContainerSpec spec, int logMegabytes) =>
        new(spec.Image)
        {
            Entrypoint = spec.Entrypoint,
            Cmd = spec.Command,
            WorkingDir = spec.WorkingDirectory,
            User = spec.User,
            Env = [.. spec.Environment.Select(variable => $"{variable.Name}={variable.Value.Reveal()}")],
            Labels = spec.Labels,
            ExposedPorts = [.. spec.Ports.Select(Key).Distinct()],
            Healthcheck = spec.HealthCheck is { } health
                ? new HealthCheck
                {
                    Test = ["CMD", .. health.Test],
                    Interval = health.Interval,
                    Timeout = health.Timeout,
                    Retries = health.Retries,
                    StartPeriod = health.StartPeriod,
                }
                : null,
            HostConfig = new HostConfig
            {
                CapDrop = ["ALL"],
                CapAdd = spec.Security.Capabilities,
                SecurityOpt = ["no-new-privileges"],
                Privileged = false,
                Mounts = [.. spec.Mounts.Select(ToDocker)],
                ReadonlyRootfs = spec.Security.ReadOnlyRoot,
                Tmpfs = spec.Security.TmpfsTmp ? new Dictionary<string, string> { ["/tmp"] = "" } : null,
                Memory = spec.Limits.MemoryBytes,
                MemorySwap = spec.Limits.MemoryBytes,
                NanoCpus = (long)(spec.Limits.Cpus * 1_000_000_000),
                PidsLimit = spec.Limits.Pids,
                RestartPolicy = RestartPolicy.No,
                LogConfig = new LogConfig
                {
                    Type = "json-file",
                    Config = new Dictionary<string, string> { ["max-size"] = $"{logMegabytes}m", ["max-file"] = "3" },
                },
                NetworkMode = spec.Network,
                PortBindings = spec
                    .Ports.Where(port => port.HostPort is not null)
                    .GroupBy(Key)
                    .ToDictionary(
                        ports => ports.Key,
                        IReadOnlyList<PortBinding> (ports) =>
                            [.. ports.Select(port => new PortBinding(port.HostAddress, Text(port.HostPort!.Value)))]
                    ),
            },
            NetworkingConfig = new NetworkingConfig
            {
                EndpointsConfig = new Dictionary<string, EndpointSettings>
                {
                    [spec.Network] = new() { Aliases = spec.NetworkAlias is { } alias ? [alias] : null },
                },
            },
        };

    public static ContainerFacts ToFacts(ContainerDetails container) =>
        new(
            container.Id,
            container.Name.TrimStart('/'),
            container.State switch
            {
                { Restarting: true } => ContainerStatus.Restarting,
                { Running: true } => ContainerStatus.Running,
                { Status: "created" } => ContainerStatus.Created,
                { Status: "exited" or "dead" } => ContainerStatus.Exited,
                _ => ContainerStatus.Other,
            },
            // One that the engine is about to start again counts as running there.
            container.State
                is { Running: true, Restarting: false }
                ? null
                : container.State.ExitCode,
            container.State.OOMKilled,
            container.RestartCount,
            Moment(container.State.StartedAt),
            Moment(container.State.FinishedAt),
            container.HostConfig.RestartPolicy?.Name is "unless-stopped" or "always",
            container.State.Health?.Status is "none" or "" ? null : container.State.Health?.Status,
            container.State.Health?.Log is [.., var last] ? last.Output : null,
            container
                .NetworkSettings.Networks.Values.Select(end => end.IPAddress)
                .FirstOrDefault(address => address is { Length: > 0 }),
            container.Config.Labels ?? new Dictionary<string, string>()
        )
        {
            Probes =
            [
                .. (container.State.Health?.Log ?? []).Select(probe => new ContainerProbe(
                    probe.Start,
                    probe.End - probe.Start,
                    probe.ExitCode,
                    probe.Output
                )),
            ],
            Folders =
            [
                .. (container.HostConfig.Mounts ?? [])
                    .Where(mount => mount.Type == "bind")
                    .Select(mount => new FolderMount(mount.Source ?? "", mount.Target, mount.ReadOnly == true)),
            ],
        };

    /// <returns>Null for what says nothing to us.</returns>
    public static ContainerEvent? ToEvent(EngineEvent happened)
    {
        var facts = happened.Actor.Attributes;
        ContainerEventKind? kind = happened.Action switch
        {
            "start" => ContainerEventKind.Started,
            "die" => ContainerEventKind.Ended,
            "oom" => ContainerEventKind.OutOfMemory,
            "health_status: healthy" => ContainerEventKind.Healthy,
            "health_status: unhealthy" => ContainerEventKind.Unhealthy,
            "destroy" => ContainerEventKind.Removed,
            _ => null,
        };
        int? exitCode = int.TryParse(facts.GetValueOrDefault("exitCode"), CultureInfo.InvariantCulture, out var code)
            ? code
            : null;
        return kind is { } known ? new(happened.Actor.ID, known, happened.At, exitCode, facts) : null;
    }

    static Mount ToDocker(ContainerMount mount) =>
        mount switch
        {
            FolderMount folder => Mount.Bind(folder.Source, folder.Target, folder.ReadOnly),
            MemoryMount memory => Mount.Tmpfs(memory.Target, new(memory.Bytes, LikeTmp)),
            _ => throw new ArgumentException("There is no such mount.", nameof(mount)),
        };

    public static ContainerUsage? ToUsage(ContainerStats stats) =>
        stats.IsOfRunning
            ? new ContainerUsage(
                stats.Read,
                (long)stats.Cpu.Usage.Total,
                (long)stats.Memory.WithoutCache,
                (long)stats.Memory.Limit,
                stats.Networks.Values.Sum(network => (long)network.Received),
                stats.Networks.Values.Sum(network => (long)network.Sent),
                (long)stats.Block.Read,
                (long)stats.Block.Written,
                (int)stats.Pids.Current
            )
            : null;

    // The engine says year 1 for what has not happened.
    static DateTimeOffset? Moment(DateTimeOffset at) => at.Year > 1 ? at : null;

    static string Key(PublishedPort port) => $"{Text(port.ContainerPort)}/{port.Protocol}";

    static string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
}
