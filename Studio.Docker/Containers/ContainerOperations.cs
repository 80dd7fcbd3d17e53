using System.Runtime.CompilerServices;
using Studio.Docker.Transport;

namespace Studio.Docker.Containers;

/// <summary>
/// Containers, running or not; a <c>container</c> parameter is an id, the beginning of one, or a name.
/// See <see href="https://docs.docker.com/reference/api/engine/#tag/Container">Container</see>. Every operation on a container that does not
/// exist throws a <see cref="DockerException"/> that <see cref="DockerException.IsNotFound"/>.
/// </summary>
public sealed class ContainerOperations
{
    readonly EngineConnection _connection;

    internal ContainerOperations(EngineConnection connection) => _connection = connection;

    /// <summary>Makes a container and does not start it.</summary>
    /// <param name="name">Unique on the engine; null lets the engine choose one.</param>
    /// <exception cref="DockerException">404: the engine does not hold the image. 409: the name is taken. 400: the spec is wrong.</exception>
    public Task<ContainerCreated> CreateAsync(
        ContainerSpec spec,
        string? name = null,
        CancellationToken stop = default
    ) =>
        _connection.ReadAsync(
            EngineRequest
                .Post("/containers/create", Query.With("name", name))
                .WithJson(spec, DockerJson.Default.ContainerSpec),
            DockerJson.Default.ContainerCreated,
            stop
        );

    /// <summary>Starts a container. False when it ran already.</summary>
    /// <exception cref="DockerException">400: its program is not there or not executable. 500: a port is taken, a mount is missing.</exception>
    public Task<bool> StartAsync(string container, CancellationToken stop = default) =>
        _connection.SendAsync(EngineRequest.Post(PathOf(container, "start")), stop);

    /// <summary>Sends the stop signal, then kills. Returns when it has ended; false when it did not run.</summary>
    /// <param name="grace">Whole seconds before it is killed; null is the container's own <see cref="ContainerConfig.StopTimeout"/>.</param>
    public Task<bool> StopAsync(string container, TimeSpan? grace = null, CancellationToken stop = default) =>
        _connection.SendAsync(
            EngineRequest.Post(PathOf(container, "stop"), default(Query).And("t", (int?)grace?.TotalSeconds)),
            stop
        );

    /// <summary>Sends a signal to its first process.</summary>
    /// <exception cref="DockerException">409: it does not run.</exception>
    public Task KillAsync(string container, string signal = "SIGKILL", CancellationToken stop = default) =>
        _connection.SendAsync(EngineRequest.Post(PathOf(container, "kill"), Query.With("signal", signal)), stop);

    /// <summary>Removes a container with its anonymous volumes.</summary>
    /// <param name="force">Kill it first if it runs.</param>
    /// <exception cref="DockerException">409: it runs, or is being removed.</exception>
    public Task RemoveAsync(string container, bool force = false, CancellationToken stop = default) =>
        _connection.SendAsync(EngineRequest.Delete(PathOf(container), Query.With("force", force).And("v", true)), stop);

    /// <summary>Everything about a container.</summary>
    public Task<ContainerDetails> InspectAsync(string container, CancellationToken stop = default) =>
        _connection.ReadAsync(EngineRequest.Get(PathOf(container, "json")), DockerJson.Default.ContainerDetails, stop);

    /// <summary>Containers, newest first; only the running ones unless the options say otherwise.</summary>
    public async Task<IReadOnlyList<ContainerSummary>> ListAsync(
        ContainerListOptions? options = null,
        CancellationToken stop = default
    )
    {
        options ??= new();
        var query = Query.With("all", options.All).AndFilters(("label", options.Labels), ("status", options.States));
        var request = EngineRequest.Get("/containers/json", query);
        return await _connection.ReadAsync(request, DockerJson.Default.ContainerSummaryArray, stop);
    }

    /// <summary>Returns when the condition holds.</summary>
    public async Task<ContainerExit> WaitAsync(
        string container,
        WaitCondition condition = WaitCondition.NotRunning,
        CancellationToken stop = default
    ) => await await BeginWaitAsync(container, condition, stop);

    /// <summary>
    /// Returns when the engine watches for the condition, with a task that ends when it holds: what is done in between, such as a start
    /// before <see cref="WaitCondition.NextExit"/>, cannot be missed.
    /// </summary>
    public async Task<Task<ContainerExit>> BeginWaitAsync(
        string container,
        WaitCondition condition,
        CancellationToken stop = default
    )
    {
        var name = condition switch
        {
            WaitCondition.NextExit => "next-exit",
            WaitCondition.Removed => "removed",
            _ => "not-running",
        };
        var request = EngineRequest.Post(PathOf(container, "wait"), Query.With("condition", name));
        // The engine sends the head of its answer at once, and the body when the condition holds.
        var answer = await _connection.OpenAsync(request, stop);
        return _connection.ReadAnswerAsync(answer, DockerJson.Default.ContainerExit, stop);
    }

    /// <summary>
    /// A container's output, oldest first. The stream's end is no proof that the container has ended: inspect it.
    /// See <see href="https://docs.docker.com/reference/api/engine/#tag/Container/operation/ContainerLogs">GET /containers/{id}/logs</see>.
    /// </summary>
    public async IAsyncEnumerable<LogFrame> LogsAsync(
        string container,
        LogOptions? options = null,
        [EnumeratorCancellation] CancellationToken stop = default
    )
    {
        options ??= new();
        // The content type tells frames from bare bytes only on newer engines; the container's own configuration always does.
        var details = await InspectAsync(container, stop);
        var query = Query
            .With("follow", options.Follow)
            .And("stdout", options.Output)
            .And("stderr", options.Error)
            .And("since", options.Since)
            .And("until", options.Until)
            .And("tail", options.Tail)
            .And("timestamps", options.Timestamps);
        using var response = await _connection.OpenAsync(EngineRequest.Get(PathOf(details.Id, "logs"), query), stop);
        await using var body = await _connection.BodyAsync(response, stop);
        var frames = details.Config.Tty is true
            ? LogFrameReader.ReadRawAsync(body, stop)
            : LogFrameReader.ReadFramesAsync(body, stop);
        await foreach (var frame in frames)
            yield return frame;
    }

    /// <summary>What a container has used so far, at once: without the second that the engine takes to compare.</summary>
    public Task<ContainerStats> StatsAsync(string container, CancellationToken stop = default)
    {
        var query = Query.With("stream", "false").And("one-shot", true);
        return _connection.ReadAsync(
            EngineRequest.Get(PathOf(container, "stats"), query),
            DockerJson.Default.ContainerStats,
            stop
        );
    }

    /// <summary>The same once a second; of a container that does not run too, until it is removed.</summary>
    public IAsyncEnumerable<ContainerStats> FollowStatsAsync(string container, CancellationToken stop = default) =>
        _connection.StreamAsync(EngineRequest.Get(PathOf(container, "stats")), DockerJson.Default.ContainerStats, stop);

    /// <summary>Changes whether the engine starts a container again, while it runs.</summary>
    public Task SetRestartPolicyAsync(string container, RestartPolicy policy, CancellationToken stop = default) =>
        _connection.SendAsync(
            EngineRequest
                .Post(PathOf(container, "update"))
                .WithJson(new ContainerUpdateWire(policy), DockerJson.Default.ContainerUpdateWire),
            stop
        );

    static string PathOf(string container) => $"/containers/{EngineRequest.Part(container)}";

    static string PathOf(string container, string operation) => $"{PathOf(container)}/{operation}";
}
