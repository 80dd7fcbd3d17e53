using Studio.Client.Common;

namespace Studio.Client.Images;

/// <summary>Images on the engine, of all projects and of nobody's.</summary>
public sealed class ImagesClient
{
    private readonly RestConnection _connection;

    internal ImagesClient(RestConnection connection) => _connection = connection;

    /// <summary>By name unless sorted otherwise: by <c>name</c>, <c>size</c> or <c>createdAt</c>.</summary>
    public Task<PagedResponse<ImageResponse>> ListAsync(ListQuery? query = null, CancellationToken stop = default) =>
        _connection.GetAsync($"images{query}", StudioJson.Tolerant.PagedResponseImageResponse, stop);

    /// <summary>Deletes an image with all its names.</summary>
    /// <param name="image">Its id, 12 or more digits of it, a tag or a digest.</param>
    /// <param name="force">Also when it is kept for a rollback.</param>
    public Task DeleteAsync(string image, bool force = false, CancellationToken stop = default) =>
        _connection.DeleteAsync(
            $"images/{image}{new RestQuery(null, ("force", force ? "true" : null))}",
            version: null,
            stop
        );

    /// <summary>Deletes what Studio has pulled and nothing uses, or says what that would be.</summary>
    public Task<PruneImagesResponse> PruneAsync(PruneImagesRequest request, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"images/prune",
            request,
            StudioJson.Default.PruneImagesRequest,
            StudioJson.Tolerant.PruneImagesResponse,
            stop
        );

    /// <summary>Pulls the image of a service now, and answers when it is there.</summary>
    public Task<PulledImageResponse> PullAsync(string project, string service, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"projects/{project}/services/{service}/pull",
            StudioJson.Tolerant.PulledImageResponse,
            stop
        );
}
