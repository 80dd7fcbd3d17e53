using Studio.Docker.Networks;

namespace Studio.Docker.Containers;

/// <summary>A container to make. See <see href="https://docs.docker.com/reference/api/engine/#tag/Container/operation/ContainerCreate">POST /containers/create</see>.</summary>
public sealed class ContainerSpec : ContainerConfig
{
    /// <summary>Begins with the reference or id of an image that the engine holds.</summary>
    public ContainerSpec(string image) => Image = image;

    /// <summary>What the container gets of the host.</summary>
    public HostConfig? HostConfig { get; init; }

    /// <summary>Names on the network of <see cref="HostConfig.NetworkMode"/>. Engines before API 1.44 take one network only.</summary>
    public NetworkingConfig? NetworkingConfig { get; init; }
}

/// <summary>The networks that a container begins on, by name.</summary>
public sealed class NetworkingConfig
{
    public IReadOnlyDictionary<string, EndpointSettings>? EndpointsConfig { get; init; }
}

/// <summary>A container that was made.</summary>
public sealed class ContainerCreated
{
    /// <summary>64 hex digits.</summary>
    public string Id
    {
        get => field ?? "";
        init;
    }

    /// <summary>What the engine ignored, such as a limit that the kernel does not support.</summary>
    public IReadOnlyList<string> Warnings
    {
        get => field ?? [];
        init;
    }
}

sealed record ContainerUpdateWire(RestartPolicy RestartPolicy);
