using Studio.Docker.Transport;

namespace Studio.Docker.Networks;

/// <summary>Networks between containers. See <see href="https://docs.docker.com/reference/api/engine/#tag/Network">Network</see>.</summary>
public sealed class NetworkOperations
{
    readonly EngineConnection _connection;

    internal NetworkOperations(EngineConnection connection) => _connection = connection;

    /// <summary>Makes a network and returns its id.</summary>
    /// <exception cref="DockerException">409: the name is taken.</exception>
    public async Task<string> CreateAsync(NetworkSpec spec, CancellationToken stop = default)
    {
        var request = EngineRequest.Post("/networks/create").WithJson(spec, DockerJson.Default.NetworkSpec);
        return (await _connection.ReadAsync(request, DockerJson.Default.NetworkCreatedWire, stop)).Id;
    }

    /// <summary>A network by id or name, with the containers on it.</summary>
    public Task<NetworkDetails> InspectAsync(string network, CancellationToken stop = default) =>
        _connection.ReadAsync(EngineRequest.Get(PathOf(network)), DockerJson.Default.NetworkDetails, stop);

    /// <summary>Networks that bear all these labels (<c>name</c> or <c>name=value</c>). Their containers are not filled in.</summary>
    public async Task<IReadOnlyList<NetworkDetails>> ListAsync(
        IReadOnlyCollection<string>? labels = null,
        CancellationToken stop = default
    )
    {
        var request = EngineRequest.Get("/networks", default(Query).AndFilters(("label", labels ?? [])));
        return await _connection.ReadAsync(request, DockerJson.Default.NetworkDetailsArray, stop);
    }

    /// <summary>Removes a network.</summary>
    /// <exception cref="DockerException">403: containers are on it.</exception>
    public Task RemoveAsync(string network, CancellationToken stop = default) =>
        _connection.SendAsync(EngineRequest.Delete(PathOf(network)), stop);

    /// <summary>Adds a container, running or not, to a network, where it is found by its name and the aliases.</summary>
    public Task ConnectAsync(
        string network,
        string container,
        EndpointSettings? settings = null,
        CancellationToken stop = default
    ) =>
        _connection.SendAsync(
            EngineRequest
                .Post($"{PathOf(network)}/connect")
                .WithJson(new NetworkConnectWire(container, settings), DockerJson.Default.NetworkConnectWire),
            stop
        );

    /// <summary>Takes a container off a network; <paramref name="force"/> also one that does not exist any more.</summary>
    public Task DisconnectAsync(
        string network,
        string container,
        bool force = false,
        CancellationToken stop = default
    ) =>
        _connection.SendAsync(
            EngineRequest
                .Post($"{PathOf(network)}/disconnect")
                .WithJson(new NetworkDisconnectWire(container, force), DockerJson.Default.NetworkDisconnectWire),
            stop
        );

    static string PathOf(string network) => $"/networks/{EngineRequest.Part(network)}";
}

sealed record NetworkCreatedWire(string Id);

sealed record NetworkConnectWire(string Container, EndpointSettings? EndpointConfig);

sealed record NetworkDisconnectWire(string Container, bool Force);
