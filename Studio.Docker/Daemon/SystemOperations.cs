using Studio.Docker.Transport;

namespace Studio.Docker.Daemon;

/// <summary>The engine itself. See <see href="https://docs.docker.com/reference/api/engine/#tag/System">System</see>.</summary>
public sealed class SystemOperations
{
    readonly EngineConnection _connection;

    internal SystemOperations(EngineConnection connection) => _connection = connection;

    /// <summary>Returns when the engine answers.</summary>
    /// <exception cref="DockerUnavailableException">It does not.</exception>
    public Task PingAsync(CancellationToken stop = default) =>
        _connection.SendAsync(new(HttpMethod.Get, "/_ping") { Versioned = false }, stop);

    /// <summary>What the engine is, and which API versions it speaks.</summary>
    public Task<EngineVersion> VersionAsync(CancellationToken stop = default) =>
        _connection.ReadAsync(
            new(HttpMethod.Get, "/version") { Versioned = false },
            DockerJson.Default.EngineVersion,
            stop
        );

    /// <summary>The machine as the engine sees it: storage, limits, security options.</summary>
    public Task<EngineInfo> InfoAsync(CancellationToken stop = default) =>
        _connection.ReadAsync(EngineRequest.Get("/info"), DockerJson.Default.EngineInfo, stop);

    /// <summary>
    /// Tries credentials at <see cref="RegistryAuth.ServerAddress"/>. Returns when the registry accepts them.
    /// See <see href="https://docs.docker.com/reference/api/engine/#tag/System/operation/SystemAuth">POST /auth</see>.
    /// </summary>
    /// <exception cref="DockerException">It does not; 500 or 401, by the engine's age.</exception>
    public Task AuthAsync(RegistryAuth auth, CancellationToken stop = default) =>
        _connection.SendAsync(EngineRequest.Post("/auth").WithJson(auth.ToJson()), stop);

    /// <summary>
    /// What happens on the engine from now on, until it stops: then the stream ends like any other, or breaks with
    /// <see cref="DockerUnavailableException"/>. Events of the time in between are lost, unless <see cref="EventOptions.Since"/> asks
    /// the same engine process for them.
    /// </summary>
    public IAsyncEnumerable<EngineEvent> EventsAsync(EventOptions? options = null, CancellationToken stop = default)
    {
        options ??= new();
        var query = default(Query)
            .And("since", options.Since)
            .And("until", options.Until)
            .AndFilters(("label", options.Labels), ("type", options.Types), ("event", options.Actions));
        return _connection.StreamAsync(EngineRequest.Get("/events", query), DockerJson.Default.EngineEvent, stop);
    }
}

/// <summary>Which events. Within one list any may match; all lists must.</summary>
public sealed class EventOptions
{
    /// <summary>Replay events from then on, as far as this engine process remembers (256 events).</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>End the stream then; without it, it goes on.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary><c>name</c> or <c>name=value</c>, of the object that the event is about.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    /// <summary><c>container</c>, <c>image</c>, <c>network</c>, <c>volume</c>, <c>daemon</c>, …</summary>
    public IReadOnlyCollection<string> Types { get; init; } = [];

    /// <summary><c>start</c>, <c>die</c>, <c>oom</c>, <c>health_status</c>, … Leaving out <c>exec_*</c> saves three events a health probe.</summary>
    public IReadOnlyCollection<string> Actions { get; init; } = [];
}
