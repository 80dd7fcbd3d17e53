using System.Collections.ObjectModel;
using Studio.Docker.Networks;

namespace Studio.Docker.Containers;

/// <summary>
/// A container as it is. See <see href="https://docs.docker.com/reference/api/engine/#tag/Container/operation/ContainerInspect">GET /containers/{id}/json</see>.
/// Environment values are in here: log it nowhere.
/// </summary>
public sealed class ContainerDetails
{
    /// <summary>64 hex digits.</summary>
    public string Id
    {
        get => field ?? "";
        init;
    }

    /// <summary>With a leading slash.</summary>
    public string Name
    {
        get => field ?? "";
        init;
    }

    public DateTimeOffset Created { get; init; }

    /// <summary>Id of its image; the reference it was made with is in the configuration's <c>Image</c>.</summary>
    public string Image
    {
        get => field ?? "";
        init;
    }

    /// <summary>How often its restart policy has started it again.</summary>
    public int RestartCount { get; init; }

    /// <summary>The engine's own log file on the engine's machine, empty with other drivers than <c>json-file</c>.</summary>
    public string LogPath
    {
        get => field ?? "";
        init;
    }

    public ContainerState State
    {
        get => field ?? new();
        init;
    }
    public ContainerConfig Config
    {
        get => field ?? new();
        init;
    }
    public HostConfig HostConfig
    {
        get => field ?? new();
        init;
    }
    public NetworkSettings NetworkSettings
    {
        get => field ?? new();
        init;
    }
}

/// <summary>Where a container is in its life.</summary>
public sealed class ContainerState
{
    /// <summary><c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>removing</c>, <c>exited</c> or <c>dead</c>.</summary>
    public string Status
    {
        get => field ?? "";
        init;
    }

    public bool Running { get; init; }
    public bool Restarting { get; init; }

    /// <summary>The kernel ended it for its memory limit.</summary>
    public bool OOMKilled { get; init; }

    /// <summary>On the engine's machine; 0 while it does not run.</summary>
    public int Pid { get; init; }

    /// <summary>Of the last run; 128 and the signal's number when one ended it.</summary>
    public int ExitCode { get; init; }

    /// <summary>Why it could not start.</summary>
    public string Error
    {
        get => field ?? "";
        init;
    }

    /// <summary>The year 1 when it never did.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <inheritdoc cref="StartedAt"/>
    public DateTimeOffset FinishedAt { get; init; }

    /// <summary>Null without a health check.</summary>
    public ContainerHealth? Health { get; init; }
}

/// <summary>What the health check found.</summary>
public sealed class ContainerHealth
{
    /// <summary><c>starting</c>, <c>healthy</c> or <c>unhealthy</c>.</summary>
    public string Status
    {
        get => field ?? "";
        init;
    }

    /// <summary>Failures in a row.</summary>
    public int FailingStreak { get; init; }

    /// <summary>The last five probes, oldest first.</summary>
    public IReadOnlyList<HealthProbe> Log
    {
        get => field ?? [];
        init;
    }
}

/// <summary>One run of a health check.</summary>
public sealed class HealthProbe
{
    public DateTimeOffset Start { get; init; }
    public DateTimeOffset End { get; init; }

    /// <summary>0 is well.</summary>
    public int ExitCode { get; init; }

    /// <summary>At most 4 KiB. Whatever the command printed: treat it like a log.</summary>
    public string Output
    {
        get => field ?? "";
        init;
    }
}

/// <summary>How a container is reached.</summary>
public sealed class NetworkSettings
{
    /// <summary>By the network's name.</summary>
    public IReadOnlyDictionary<string, EndpointSettings> Networks
    {
        get => field ?? ReadOnlyDictionary<string, EndpointSettings>.Empty;
        init;
    }

    /// <summary>Host addresses by container port (<c>8080/tcp</c>); null for a port that is exposed and not published.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PortBinding>?> Ports
    {
        get => field ?? ReadOnlyDictionary<string, IReadOnlyList<PortBinding>?>.Empty;
        init;
    }
}
