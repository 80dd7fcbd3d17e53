using System.Text.Json.Serialization;
using Studio.Docker.Transport;

namespace Studio.Docker.Containers;

/// <summary>
/// What runs inside a container: asked for in a <see cref="ContainerSpec"/>, found in an image or a container. Null means the image's own.
/// Environment values are in here: log it nowhere.
/// </summary>
public class ContainerConfig
{
    /// <summary>The reference that a container was made with.</summary>
    public string? Image { get; init; }

    /// <summary>User or uid, and group after a colon.</summary>
    public string? User { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>Arguments of the entry point, or the command where there is none.</summary>
    public IReadOnlyList<string>? Cmd { get; init; }

    /// <summary><c>NAME=value</c>. Seen by everyone who may inspect the container.</summary>
    public IReadOnlyList<string>? Env { get; init; }

    public string? WorkingDir { get; init; }
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary><c>8080/tcp</c>. Publishing is <see cref="HostConfig.PortBindings"/>' affair.</summary>
    [JsonConverter(typeof(SetConverter))]
    public IReadOnlyCollection<string>? ExposedPorts { get; init; }

    /// <summary>Paths that get a volume of their own.</summary>
    [JsonConverter(typeof(SetConverter))]
    public IReadOnlyCollection<string>? Volumes { get; init; }

    public HealthCheck? Healthcheck { get; init; }

    /// <summary>One stream through a terminal instead of standard output and error.</summary>
    public bool? Tty { get; init; }

    public bool? OpenStdin { get; init; }

    /// <summary>Such as <c>SIGTERM</c>.</summary>
    public string? StopSignal { get; init; }

    /// <summary>Seconds between <see cref="StopSignal"/> and <c>SIGKILL</c>; the engine's default is 10.</summary>
    public int? StopTimeout { get; init; }
}

/// <summary>A command that tells whether a container is well. See the Dockerfile's <see href="https://docs.docker.com/reference/dockerfile/#healthcheck">HEALTHCHECK</see>.</summary>
public sealed class HealthCheck
{
    /// <summary><c>["CMD", "program", …]</c>, <c>["CMD-SHELL", "command line"]</c>, or <c>["NONE"]</c> against the image's own.</summary>
    public IReadOnlyList<string>? Test { get; init; }

    /// <summary>Between probes, and before the first. At least 1 ms.</summary>
    [JsonConverter(typeof(NanosecondsConverter))]
    public TimeSpan? Interval { get; init; }

    [JsonConverter(typeof(NanosecondsConverter))]
    public TimeSpan? Timeout { get; init; }

    /// <summary>Failures in a row that make it unhealthy.</summary>
    public int? Retries { get; init; }

    /// <summary>In which failures do not count.</summary>
    [JsonConverter(typeof(NanosecondsConverter))]
    public TimeSpan? StartPeriod { get; init; }
}
