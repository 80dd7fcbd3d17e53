using Studio.Docker.Containers;
using Studio.Docker.Daemon;
using Studio.Docker.Distribution;
using Studio.Docker.Exec;
using Studio.Docker.Images;
using Studio.Docker.Networks;
using Studio.Docker.Transport;

namespace Studio.Docker;

/// <summary>
/// A client of the <see href="https://docs.docker.com/reference/api/engine/">Docker Engine API</see>, one operations class a
/// resource. Thread-safe; one instance serves a whole process.
/// <para>
/// Nothing is sent until the first call, which agrees with the engine on an API version. Every call throws
/// <see cref="DockerException"/> when the engine refuses, and <see cref="DockerUnavailableException"/> when no engine answers or it goes
/// away in the middle. There are no time limits: cancel with the token.
/// </para>
/// </summary>
public sealed class DockerClient : IDisposable
{
    readonly EngineConnection _connection;

    /// <summary>Makes a client for the engine at <paramref name="endpoint"/> without connecting to it.</summary>
    public DockerClient(DockerEndpoint endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        _connection = new(endpoint);
        IsLocal = endpoint.SocketPath is not null;
        System = new(_connection);
        Images = new(_connection);
        Containers = new(_connection);
        Exec = new(_connection);
        Networks = new(_connection);
        Distribution = new(_connection);
    }

    /// <summary>The engine is reached through a socket of this machine, so that paths it names are likely to be this machine's.</summary>
    public bool IsLocal { get; }

    /// <summary>The engine itself: ping, version, information, events, registry logins.</summary>
    public SystemOperations System { get; }

    /// <summary>Images that the engine holds.</summary>
    public ImageOperations Images { get; }

    /// <summary>Containers, running or not.</summary>
    public ContainerOperations Containers { get; }

    /// <summary>Commands inside running containers.</summary>
    public ExecOperations Exec { get; }

    /// <summary>Networks between containers.</summary>
    public NetworkOperations Networks { get; }

    /// <summary>Images in a registry, seen through the engine.</summary>
    public DistributionOperations Distribution { get; }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();
}
