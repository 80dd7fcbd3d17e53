using Studio.Client.Common;

namespace Studio.Client.Identity;

/// <summary>Groups of secrets, services and rooms.</summary>
public sealed class ProjectsClient
{
    private readonly RestConnection _connection;

    internal ProjectsClient(RestConnection connection) => _connection = connection;

    public Task<PagedResponse<ProjectResponse>> ListAsync(ListQuery? query = null, CancellationToken stop = default) =>
        _connection.GetAsync($"projects{query}", StudioJson.Tolerant.PagedResponseProjectResponse, stop);

    public Task<ProjectResponse> CreateAsync(CreateProjectRequest request, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"projects",
            request,
            StudioJson.Default.CreateProjectRequest,
            StudioJson.Tolerant.ProjectResponse,
            stop
        );

    public Task DeleteAsync(string project, CancellationToken stop = default) =>
        _connection.DeleteAsync($"projects/{project}", version: null, stop);
}
