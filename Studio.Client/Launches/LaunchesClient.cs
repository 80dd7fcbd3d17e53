using Studio.Client.Common;

namespace Studio.Client.Launches;

/// <summary>Attempts to bring a service to life.</summary>
public sealed class LaunchesClient
{
    private readonly RestConnection _connection;

    internal LaunchesClient(RestConnection connection) => _connection = connection;

    public Task<LaunchResponse> GetAsync(string launch, CancellationToken stop = default) =>
        _connection.GetAsync($"launches/{launch}", StudioJson.Tolerant.LaunchResponse, stop);

    /// <summary>The launch's steps and pull progress from its beginning, as they come, until it has ended.</summary>
    public IAsyncEnumerable<LaunchEventResponse> FollowAsync(string launch, CancellationToken stop = default) =>
        _connection.FollowAsync($"launches/{launch}/events", StudioJson.Tolerant.LaunchEventResponse, stop);
}
