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

    /// <param name="image">What to run: by digest, or an image id.</param>
    /// <param name="values">The value of every secret variable of the plan.</param>
    public static ContainerSpec Build(
        LaunchPlan plan,
        Launch launch,
        RevisionId revision,
        string image,
        string network,
        IReadOnlyDictionary<string, SecretText> values,
        ContainerLabels labels
    )
    {
        var definition = plan.Definition;
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
                TmpfsTmp: definition.Profile == Profile.Strict
            ),
            Network = network,
            NetworkAlias = definition.Name,
        };
    }
}
