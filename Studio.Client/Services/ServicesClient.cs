using Studio.Client.Common;
using Studio.Client.Launches;

namespace Studio.Client.Services;

/// <summary>What should run, and bringing it to life.</summary>
public sealed class ServicesClient
{
    private readonly RestConnection _connection;

    internal ServicesClient(RestConnection connection) => _connection = connection;

    public Task<PagedResponse<ServiceListItemResponse>> ListAsync(
        string project,
        ListQuery? query = null,
        CancellationToken stop = default
    ) =>
        _connection.GetAsync(
            $"projects/{project}/services{query}",
            StudioJson.Tolerant.PagedResponseServiceListItemResponse,
            stop
        );

    public Task<ServiceResponse> CreateAsync(
        string project,
        CreateServiceRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"projects/{project}/services",
            request,
            StudioJson.Default.CreateServiceRequest,
            StudioJson.Tolerant.ServiceResponse,
            stop
        );

    public Task<ServiceResponse> GetAsync(string project, string service, CancellationToken stop = default) =>
        _connection.GetAsync($"projects/{project}/services/{service}", StudioJson.Tolerant.ServiceResponse, stop);

    /// <summary>When <paramref name="version"/> is given, <c>stale</c> (412) if it is no longer the newest.</summary>
    public Task<ServiceResponse> UpdateAsync(
        string project,
        string service,
        UpdateServiceRequest request,
        int? version = null,
        CancellationToken stop = default
    ) =>
        _connection.PutAsync(
            $"projects/{project}/services/{service}",
            request,
            StudioJson.Default.UpdateServiceRequest,
            StudioJson.Tolerant.ServiceResponse,
            version,
            stop
        );

    public Task DeleteAsync(string project, string service, int? version = null, CancellationToken stop = default) =>
        _connection.DeleteAsync($"projects/{project}/services/{service}", version, stop);

    /// <summary>What a launch would do, with every secret masked.</summary>
    public Task<PreviewResponse> PreviewAsync(string project, string service, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"projects/{project}/services/{service}/preview",
            StudioJson.Tolerant.PreviewResponse,
            stop
        );

    /// <summary>Answers as soon as the launch is durable; <see cref="LaunchesClient.FollowAsync"/> tells how it goes.</summary>
    public Task<LaunchAcceptedResponse> LaunchAsync(
        string project,
        string service,
        LaunchServiceRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"projects/{project}/services/{service}/launch",
            request,
            StudioJson.Default.LaunchServiceRequest,
            StudioJson.Tolerant.LaunchAcceptedResponse,
            stop
        );

    public Task StopAsync(
        string project,
        string service,
        StopServiceRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"projects/{project}/services/{service}/stop",
            request,
            StudioJson.Default.StopServiceRequest,
            stop
        );

    public Task<LaunchAcceptedResponse> RestartAsync(
        string project,
        string service,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"projects/{project}/services/{service}/restart",
            StudioJson.Tolerant.LaunchAcceptedResponse,
            stop
        );

    public Task<LaunchAcceptedResponse> RollBackAsync(
        string project,
        string service,
        RollBackServiceRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"projects/{project}/services/{service}/rollback",
            request,
            StudioJson.Default.RollBackServiceRequest,
            StudioJson.Tolerant.LaunchAcceptedResponse,
            stop
        );

    /// <summary>Makes the container anew from the same image and secret versions; what it wrote into its own files is gone.</summary>
    public Task<LaunchAcceptedResponse> ResetAsync(string project, string service, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"projects/{project}/services/{service}/reset",
            StudioJson.Tolerant.LaunchAcceptedResponse,
            stop
        );

    public Task<PagedResponse<LaunchResponse>> ListLaunchesAsync(
        string project,
        string service,
        ListQuery? query = null,
        CancellationToken stop = default
    ) =>
        _connection.GetAsync(
            $"projects/{project}/services/{service}/launches{query}",
            StudioJson.Tolerant.PagedResponseLaunchResponse,
            stop
        );

    /// <summary>What happened to its containers and its launches, newest first.</summary>
    public Task<PagedResponse<ServiceEventResponse>> ListEventsAsync(
        string project,
        string service,
        ListQuery? query = null,
        CancellationToken stop = default
    ) =>
        _connection.GetAsync(
            $"projects/{project}/services/{service}/events{query}",
            StudioJson.Tolerant.PagedResponseServiceEventResponse,
            stop
        );

    /// <summary>What its last health checks found.</summary>
    public Task<ServiceHealthResponse> GetHealthAsync(
        string project,
        string service,
        CancellationToken stop = default
    ) =>
        _connection.GetAsync(
            $"projects/{project}/services/{service}/health",
            StudioJson.Tolerant.ServiceHealthResponse,
            stop
        );

    public Task<PagedResponse<RevisionResponse>> ListRevisionsAsync(
        string project,
        string service,
        ListQuery? query = null,
        CancellationToken stop = default
    ) =>
        _connection.GetAsync(
            $"projects/{project}/services/{service}/revisions{query}",
            StudioJson.Tolerant.PagedResponseRevisionResponse,
            stop
        );
}
