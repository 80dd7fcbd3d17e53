using Studio.Client.Common;

namespace Studio.Client.Metrics;

/// <summary>What services use of the machine.</summary>
public sealed class MetricsClient
{
    private readonly RestConnection _connection;

    internal MetricsClient(RestConnection connection) => _connection = connection;

    /// <summary>Now; <c>not-running</c> (422) of a service that does not run.</summary>
    public Task<ServiceStatsResponse> GetAsync(string project, string service, CancellationToken stop = default) =>
        _connection.GetAsync(
            $"projects/{project}/services/{service}/stats",
            StudioJson.Tolerant.ServiceStatsResponse,
            stop
        );

    /// <summary>Every two seconds, until the service does not run any more.</summary>
    public IAsyncEnumerable<ServiceStatsResponse> FollowAsync(
        string project,
        string service,
        CancellationToken stop = default
    ) =>
        _connection.FollowAsync(
            $"projects/{project}/services/{service}/stats?stream=true",
            StudioJson.Tolerant.ServiceStatsResponse,
            stop
        );
}
