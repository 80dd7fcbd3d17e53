using Studio.Client.Common;

namespace Studio.Client.Logs;

/// <summary>What services print.</summary>
public sealed class LogsClient
{
    private readonly RestConnection _connection;

    internal LogsClient(RestConnection connection) => _connection = connection;

    /// <summary>The launches whose containers' output can be read, newest first.</summary>
    public Task<IReadOnlyList<LogInstanceResponse>> ListAsync(
        string project,
        string service,
        CancellationToken stop = default
    ) =>
        _connection.GetAsync(
            $"projects/{project}/services/{service}/logs/instances",
            StudioJson.Tolerant.IReadOnlyListLogInstanceResponse,
            stop
        );

    /// <summary>What was printed so far; <c>no-container</c> (422) of a service that was never launched.</summary>
    public IAsyncEnumerable<LogLineResponse> ReadAsync(
        string project,
        string service,
        LogsRequest? request = null,
        CancellationToken stop = default
    ) => ReadAsync(project, service, request ?? new(), follow: false, stop);

    /// <summary>The same, and what is printed from then on, until the container has ended for good.</summary>
    public IAsyncEnumerable<LogLineResponse> FollowAsync(
        string project,
        string service,
        LogsRequest? request = null,
        CancellationToken stop = default
    ) => ReadAsync(project, service, request ?? new(), follow: true, stop);

    IAsyncEnumerable<LogLineResponse> ReadAsync(
        string project,
        string service,
        LogsRequest request,
        bool follow,
        CancellationToken stop
    )
    {
        RestQuery query = new(
            null,
            ("follow", follow ? "true" : null),
            ("tail", request.Tail),
            ("since", request.Since),
            ("until", request.Until),
            ("search", request.Search),
            ("stream", request.Stream),
            ("instance", request.Instance)
        );
        return _connection.FollowAsync(
            $"projects/{project}/services/{service}/logs{query}",
            StudioJson.Tolerant.LogLineResponse,
            stop
        );
    }
}
