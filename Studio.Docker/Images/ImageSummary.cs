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

    public IReadOnlyList<string> RepoTags
    {
        get => field ?? [];
        init;
    }

    /// <summary><c>name@sha256:…</c></summary>
    public IReadOnlyList<string> RepoDigests
    {
        get => field ?? [];
        init;
    }

    /// <summary>Bytes on disk, layers shared with other images included.</summary>
    public long Size { get; init; }

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
