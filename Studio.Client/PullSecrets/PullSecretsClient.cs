using Studio.Client.Common;

namespace Studio.Client.PullSecrets;

/// <summary>Registry credentials.</summary>
public sealed class PullSecretsClient
{
    private readonly RestConnection _connection;

    internal PullSecretsClient(RestConnection connection) => _connection = connection;

    public Task<PagedResponse<PullSecretResponse>> ListAsync(
        string project,
        ListQuery? query = null,
        CancellationToken stop = default
    ) =>
        _connection.GetAsync(
            $"projects/{project}/pull-secrets{query}",
            StudioJson.Tolerant.PagedResponsePullSecretResponse,
            stop
        );

    public Task<PullSecretResponse> CreateAsync(
        string project,
        PullSecretRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"projects/{project}/pull-secrets",
            request,
            StudioJson.Default.PullSecretRequest,
            StudioJson.Tolerant.PullSecretResponse,
            stop
        );

    public Task<PullSecretResponse> GetAsync(string project, string secret, CancellationToken stop = default) =>
        _connection.GetAsync($"projects/{project}/pull-secrets/{secret}", StudioJson.Tolerant.PullSecretResponse, stop);

    /// <summary>When <paramref name="version"/> is given, <c>stale</c> (412) if it is no longer the newest.</summary>
    public Task<PullSecretResponse> UpdateAsync(
        string project,
        string secret,
        UpdatePullSecretRequest request,
        int? version = null,
        CancellationToken stop = default
    ) =>
        _connection.PutAsync(
            $"projects/{project}/pull-secrets/{secret}",
            request,
            StudioJson.Default.UpdatePullSecretRequest,
            StudioJson.Tolerant.PullSecretResponse,
            version,
            stop
        );

    public Task DeleteAsync(string project, string secret, int? version = null, CancellationToken stop = default) =>
        _connection.DeleteAsync($"projects/{project}/pull-secrets/{secret}", version, stop);

    public Task<PullSecretTestResponse> TestAsync(
        string project,
        string secret,
        TestPullSecretRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"projects/{project}/pull-secrets/{secret}/test",
            request,
            StudioJson.Default.TestPullSecretRequest,
            StudioJson.Tolerant.PullSecretTestResponse,
            stop
        );

    /// <summary>Tries credentials before they are saved.</summary>
    public Task<PullSecretTestResponse> TestUnsavedAsync(
        string project,
        TestUnsavedPullSecretRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"projects/{project}/pull-secrets/test",
            request,
            StudioJson.Default.TestUnsavedPullSecretRequest,
            StudioJson.Tolerant.PullSecretTestResponse,
            stop
        );
}
