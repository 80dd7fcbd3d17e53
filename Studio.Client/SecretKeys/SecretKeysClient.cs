using System.Globalization;
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

    /// <summary>Makes the entries of an older version the newest ones.</summary>
    public Task<SecretKeysResponse> RestoreAsync(
        string? project,
        string keys,
        int version,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"{Root(project)}/{keys}/versions/{version.ToString(CultureInfo.InvariantCulture)}/restore",
            StudioJson.Tolerant.SecretKeysResponse,
            stop
        );

    /// <summary>Takes a <c>.env</c> text into a collection. <c>invalid</c> (400) names the lines that cannot be taken; then nothing is.</summary>
    public Task<ImportResponse> ImportAsync(
        string? project,
        string keys,
        ImportRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"{Root(project)}/{keys}/import",
            request,
            StudioJson.Default.ImportRequest,
            StudioJson.Tolerant.ImportResponse,
            stop
        );

    /// <summary>Brings the stored version to the services that run with an older one, one after the other.</summary>
    public Task<RolloutResponse> RollOutAsync(string project, string keys, CancellationToken stop = default) =>
        _connection.PostAsync($"{Root(project)}/{keys}/roll-out", StudioJson.Tolerant.RolloutResponse, stop);

    /// <summary>Has every service that binds it bind another collection, and launches those that run, one after the other.</summary>
    public Task<SwitchResponse> SwitchAsync(
        string project,
        string keys,
        SwitchRequest request,
        CancellationToken stop = default
    ) =>
        _connection.PostAsync(
            $"{Root(project)}/{keys}/switch",
            request,
            StudioJson.Default.SwitchRequest,
            StudioJson.Tolerant.SwitchResponse,
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
