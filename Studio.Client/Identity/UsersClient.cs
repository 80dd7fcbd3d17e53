using Studio.Client.Common;

namespace Studio.Client.Identity;

/// <summary>Who may sign in; for administrators.</summary>
public sealed class UsersClient
{
    private readonly RestConnection _connection;

    internal UsersClient(RestConnection connection) => _connection = connection;

    public Task<PagedResponse<UserResponse>> ListAsync(ListQuery? query = null, CancellationToken stop = default) =>
        _connection.GetAsync($"users{query}", StudioJson.Tolerant.PagedResponseUserResponse, stop);

    public Task<UserResponse> GetAsync(string user, CancellationToken stop = default) =>
        _connection.GetAsync($"users/{user}", StudioJson.Tolerant.UserResponse, stop);

    public Task<UserResponse> CreateAsync(CreateUserRequest request, CancellationToken stop = default) =>
        _connection.PostAsync(
            $"users",
            request,
            StudioJson.Default.CreateUserRequest,
            StudioJson.Tolerant.UserResponse,
            stop
        );

    public Task<UserResponse> UpdateAsync(
        string user,
        UpdateUserRequest request,
        int? version = null,
        CancellationToken stop = default
    ) =>
        _connection.PutAsync(
            $"users/{user}",
            request,
            StudioJson.Default.UpdateUserRequest,
            StudioJson.Tolerant.UserResponse,
            version,
            stop
        );

    public Task DeleteAsync(string user, CancellationToken stop = default) =>
        _connection.DeleteAsync($"users/{user}", version: null, stop);
}
