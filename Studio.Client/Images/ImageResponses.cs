using System.Text.Json.Serialization;

namespace Studio.Client.Images;

/// <summary>An image that the engine holds.</summary>
/// <param name="Id">The engine's content id, <c>sha256:…</c>.</param>
/// <param name="Tags"><c>host/path:tag</c>.</param>
/// <param name="Digests"><c>host/path@sha256:…</c>, one for each registry that it came from or went to.</param>
/// <param name="Size">Bytes, layers that other images have included.</param>
/// <param name="Labels">Of its configuration.</param>
/// <param name="Manifest">The manifest of a service that it brings; null where there is none.</param>
/// <param name="CreatedAt">When it was built; null where it does not say.</param>
/// <param name="InUse">Something would miss it: it cannot be deleted.</param>
/// <param name="UsedBy">Also a service whose rollback needs it, which alone does not make it in use.</param>
/// <param name="PulledByStudio">Studio brought it here; anything else is somebody's own, and never pruned.</param>
public sealed record ImageResponse(
    string Id,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Digests,
    long Size,
    IReadOnlyDictionary<string, string> Labels,
    string? Manifest,
    DateTimeOffset? CreatedAt,
    bool InUse,
    IReadOnlyList<ImageUserResponse> UsedBy,
    bool PulledByStudio
);

/// <param name="Kind"><c>service</c>, <c>container</c> (one that is no service's), <c>image</c> (built on it) or <c>rollback</c>.</param>
/// <param name="Id">Of the service, the container or the image.</param>
/// <param name="Project">Id of the service's project.</param>
public sealed record ImageUserResponse(
    string Kind,
    string Id,
    string Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Project = null
);

/// <param name="DryRun">Only say what would go.</param>
public sealed record PruneImagesRequest(bool DryRun = false);

/// <param name="DryRun">Whether it only says what would go.</param>
/// <param name="Images">What went, or would go.</param>
/// <param name="Bytes">
/// Won by that: what other images share is not counted. The most that it can be where the engine does not say what is shared (its API is
/// older than 1.42).
/// </param>
/// <param name="Kept">What the engine would not give up.</param>
public sealed record PruneImagesResponse(
    bool DryRun,
    IReadOnlyList<ImageResponse> Images,
    long Bytes,
    IReadOnlyList<KeptImageResponse> Kept
);

/// <param name="Reason">A sentence.</param>
public sealed record KeptImageResponse(string Id, string Reason);

/// <param name="Image">As the service's definition names it, in full.</param>
/// <param name="ImageDigest">What the registry has under that name now: <c>sha256:…</c></param>
/// <param name="Detail">How it was got.</param>
public sealed record PulledImageResponse(string Image, string ImageDigest, string Detail);
