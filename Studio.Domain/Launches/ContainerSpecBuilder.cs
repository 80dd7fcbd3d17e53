using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

/// <summary>The one place where containers are specified, for launch, restart and rollback alike. Never privileged, no host paths.</summary>
static class ContainerSpecBuilder
{
    const long MiB = 1024 * 1024;

    // What ordinary images (nginx, postgres) need to start as root and then drop to their own user.
    static readonly string[] Standard =
    [
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "SETGID",
        "SETUID",
        "NET_BIND_SERVICE",
        "KILL",
    ];

    public static IReadOnlyList<string> Capabilities(Profile profile) => profile == Profile.Strict ? [] : Standard;

    public static bool HasReadOnlyRoot(ServiceDefinition definition) =>
        definition.ReadOnlyRoot || definition.Profile == Profile.Strict;

    /// <summary>What an empty folder holds at most: half of the memory, so that it is full before the container is ended for it.</summary>
    public static int EmptyDirMiB(ServiceDefinition definition) => Math.Max(1, definition.Resources.MemoryMiB / 2);

    static IEnumerable<MemoryMount> EmptyDirs(ServiceDefinition definition) =>
        from dir in definition.Storage?.EmptyDirs ?? []
        select new MemoryMount(dir.Path, EmptyDirMiB(definition) * MiB);

    /// <param name="image">What to run: by digest, or an image id.</param>
    /// <param name="folders">Of the host, as <see cref="LaunchStorage"/> made them.</param>
    /// <param name="values">The value of every secret variable of the plan.</param>
    public static ContainerSpec Build(
        LaunchPlan plan,
        Launch launch,
        RevisionId revision,
        string image,
        string network,
        IReadOnlyList<FolderMount> folders,
        IReadOnlyDictionary<string, SecretText> values,
        ContainerLabels labels
    )
    {
        var definition = plan.Definition;
        ContainerMount[] mounts = [.. folders, .. EmptyDirs(definition)];
        return new ContainerSpec
        {
            Name = $"studio-{definition.Name}-{$"{launch.Id}"[^8..]}",
            Image = image,
            Entrypoint = definition.Entrypoint,
            Command = definition.Command,
            WorkingDirectory = definition.WorkingDirectory,
            User = definition.User,
            Environment =
            [
                .. plan.Environment.Select(variable => new EnvironmentVariable(
                    variable.Name,
                    variable.Value is { } plain ? new SecretText(plain) : values[variable.Name]
                )),
            ],
            Labels = new Dictionary<string, string>(labels.OfService(launch.Service))
            {
                [ContainerLabels.Project] = $"{launch.Project}",
                [ContainerLabels.Revision] = $"{revision}",
                [ContainerLabels.Launch] = $"{launch.Id}",
            },
            Ports =
            [
                .. definition.Ports.Select(port => new PublishedPort(
                    port.Container,
                    port.Host,
                    port.HostIp,
                    port.Protocol
                )),
            ],
            Mounts = mounts,
            HealthCheck = definition.Health is { Command: { } test } health
                ? new ContainerHealthCheck(
                    test,
                    TimeSpan.FromSeconds(health.IntervalSeconds),
                    TimeSpan.FromSeconds(health.TimeoutSeconds),
                    health.Retries,
                    TimeSpan.FromSeconds(health.StartPeriodSeconds)
                )
                : null,
            Limits = new ContainerLimits(
                definition.Resources.MemoryMiB * MiB,
                definition.Resources.Cpus,
                definition.Resources.Pids
            ),
            Security = new ContainerSecurity(
                Capabilities(definition.Profile),
                HasReadOnlyRoot(definition),
                TmpfsTmp: definition.Profile == Profile.Strict && !Array.Exists(mounts, mount => mount.Target == "/tmp")
            ),
            Network = network,
            NetworkAlias = definition.Name,
        };
    }
}
