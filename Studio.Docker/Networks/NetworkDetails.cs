using System.Collections.ObjectModel;

namespace Studio.Docker.Networks;

/// <summary>A network. See <see href="https://docs.docker.com/reference/api/engine/#tag/Network/operation/NetworkInspect">GET /networks/{id}</see>.</summary>
public sealed class NetworkDetails
{
    public string Id
    {
        get => field ?? "";
        init;
    }
    public string Name
    {
        get => field ?? "";
        init;
    }
    public string Driver
    {
        get => field ?? "";
        init;
    }
    public DateTimeOffset Created { get; init; }
    public bool Internal { get; init; }

    public IReadOnlyDictionary<string, string> Labels
    {
        get => field ?? ReadOnlyDictionary<string, string>.Empty;
        init;
    }

    /// <summary>Running containers on it, by container id.</summary>
    public IReadOnlyDictionary<string, NetworkMember> Containers
    {
        get => field ?? ReadOnlyDictionary<string, NetworkMember>.Empty;
        init;
    }
}

/// <summary>A container on a network.</summary>
public sealed class NetworkMember
{
    public string Name
    {
        get => field ?? "";
        init;
    }

    /// <summary>With its prefix length: <c>172.18.0.2/16</c>.</summary>
    public string IPv4Address
    {
        get => field ?? "";
        init;
    }
}
