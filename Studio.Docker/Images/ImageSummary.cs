using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Studio.Docker.Images;

/// <summary>An image in a list. See <see href="https://docs.docker.com/reference/api/engine/#tag/Image/operation/ImageList">GET /images/json</see>.</summary>
public sealed class ImageSummary
{
    /// <summary><c>sha256:</c> of its configuration.</summary>
    public string Id
    {
        get => field ?? "";
        init;
    }

    /// <summary>Id of the image that it was built on by this engine; empty where it came from elsewhere.</summary>
    public string ParentId
    {
        get => field ?? "";
        init;
    }

    /// <summary><c>name:tag</c>. Older engines say <c>&lt;none&gt;:&lt;none&gt;</c> of an image without a tag.</summary>
    public IReadOnlyList<string> RepoTags
    {
        get => field ?? [];
        init;
    }

    /// <summary><c>name@sha256:…</c>. Older engines say <c>&lt;none&gt;@&lt;none&gt;</c> of an image that was in no registry.</summary>
    public IReadOnlyList<string> RepoDigests
    {
        get => field ?? [];
        init;
    }

    /// <summary>Bytes on disk, layers shared with other images included.</summary>
    public long Size { get; init; }

    /// <summary>Bytes of <see cref="Size"/> that other images have, too; -1 unless <see cref="ImageListOptions.SharedSize"/> was asked for.</summary>
    public long SharedSize { get; init; } = -1;

    public IReadOnlyDictionary<string, string> Labels
    {
        get => field ?? ReadOnlyDictionary<string, string>.Empty;
        init;
    }

    [JsonIgnore]
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeSeconds(Created);

    [JsonInclude]
    internal long Created { get; init; }
}
