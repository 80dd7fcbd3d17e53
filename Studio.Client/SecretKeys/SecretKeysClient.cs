using Studio.Client.Common;

namespace Studio.Client.SecretKeys;

/// <summary>Collections of secret entries. A project that is null is the caller's own library.</summary>
public sealed class SecretKeysClient
{
    private readonly RestConnection _connection;

    internal SecretKeysClient(RestConnection connection) => _connection = connection;

    public Task<PagedResponse<SecretKeysListItemResponse>> ListAsync(
        string? project,
        ListQuery? query = null,
        bool unused = false,
        CancellationToken stop = default
    ) =>
        _connection.GetAsync(
            $"{Root(project)}{new RestQuery(query, ("unused", unused ? "true" : null))}",
            StudioJson.Tolerant.PagedResponseSecretKeysListItemResponse,
            stop
        );

    public Task<SecretKeysResponse> CreateAsync(
        string? project,
        CreateSecretKeysRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            Root(project),
            request,
            StudioJson.Default.CreateSecretKeysRequest,
            StudioJson.Tolerant.SecretKeysResponse,
            stop
        );

    public Task<SecretKeysResponse> GetAsync(string? project, string keys, CancellationToken stop = default) =>
        _connection.GetAsync($"{Root(project)}/{keys}", StudioJson.Tolerant.SecretKeysResponse, stop);

    /// <summary>When <paramref name="version"/> is given, <c>stale</c> (412) if it is no longer the newest.</summary>
    public Task<SecretKeysResponse> UpdateAsync(
        string? project,
        string keys,
        UpdateSecretKeysRequest request,
        int? version = null,
        CancellationToken stop = default
    ) =>
        _connection.PutAsync(
            $"{Root(project)}/{keys}",
            request,
            StudioJson.Default.UpdateSecretKeysRequest,
            StudioJson.Tolerant.SecretKeysResponse,
            version,
            stop
        );

    /// <summary><c>in-use</c> (409) while a service uses it, unless forced.</summary>
    public Task DeleteAsync(
        string? project,
        string keys,
        bool force = false,
        int? version = null,
        CancellationToken stop = default
    ) =>
        _connection.DeleteAsync(
            $"{Root(project)}/{keys}{new RestQuery(null, ("force", force ? "true" : null))}",
            version,
            stop
        );

    /// <summary>When <paramref name="version"/> is given, <c>stale</c> (412) if it is no longer the newest.</summary>
    public Task<SecretKeysResponse> SetEntryAsync(
        string? project,
        string keys,
        string entry,
        SetEntryRequest request,
        int? version = null,
        CancellationToken stop = default
    ) =>
        _connection.PutAsync(
            $"{Root(project)}/{keys}/entries/{entry}",
            request,
            StudioJson.Default.SetEntryRequest,
            StudioJson.Tolerant.SecretKeysResponse,
            version,
            stop
        );

    public Task DeleteEntryAsync(
        string? project,
        string keys,
        string entry,
        int? version = null,
        CancellationToken stop = default
    ) => _connection.DeleteAsync($"{Root(project)}/{keys}/entries/{entry}", version, stop);

    public Task<PagedResponse<SecretKeysVersionResponse>> ListVersionsAsync(
        string? project,
        string keys,
        ListQuery? query = null,
        CancellationToken stop = default
    ) =>
        _connection.GetAsync(
            $"{Root(project)}/{keys}/versions{query}",
            StudioJson.Tolerant.PagedResponseSecretKeysVersionResponse,
            stop
        );

    public Task<SecretKeysUsageResponse> GetUsageAsync(
        string? project,
        string keys,
        CancellationToken stop = default
    ) => _connection.GetAsync($"{Root(project)}/{keys}/usage", StudioJson.Tolerant.SecretKeysUsageResponse, stop);

    public Task<IReadOnlyList<PresetResponse>> ListPresetsAsync(string? project, CancellationToken stop = default) =>
        _connection.GetAsync(
            $"presets{new RestQuery(null, ("project", project))}",
            StudioJson.Tolerant.IReadOnlyListPresetResponse,
            stop
        );

    private static RestPath Root(string? project) =>
        project is null ? Path($"me/secret-keys") : Path($"projects/{project}/secret-keys");

    private static RestPath Path(RestPath path) => path;
}
