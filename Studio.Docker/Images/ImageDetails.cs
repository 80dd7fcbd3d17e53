using Studio.Docker.Containers;

namespace Studio.Docker.Images;

/// <summary>An image. See <see href="https://docs.docker.com/reference/api/engine/#tag/Image/operation/ImageInspect">GET /images/{name}/json</see>.</summary>
public sealed class ImageDetails
{
    /// <summary><c>sha256:</c> of its configuration.</summary>
    public string Id
    {
        get => field ?? "";
        init;
    }

    public IReadOnlyList<string> RepoTags
    {
        get => field ?? [];
        init;
    }

    /// <summary><c>name@sha256:…</c>, one for each registry that it came from or went to.</summary>
    public IReadOnlyList<string> RepoDigests
    {
        get => field ?? [];
        init;
    }

    /// <summary>Null for an imported image without a date.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Bytes on disk, layers shared with other images included.</summary>
    public long Size { get; init; }

    public string Architecture
    {
        get => field ?? "";
        init;
    }
    public string Os
    {
        get => field ?? "";
        init;
    }

    /// <summary>What its containers start with.</summary>
    public ContainerConfig Config
    {
        get => field ?? new();
        init;
    }
}
