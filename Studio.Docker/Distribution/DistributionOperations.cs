using System.Text.Json.Serialization;
using Studio.Docker.Transport;

namespace Studio.Docker.Distribution;

/// <summary>Images in a registry, without pulling them. See <see href="https://docs.docker.com/reference/api/engine/#tag/Distribution">Distribution</see>.</summary>
public sealed class DistributionOperations
{
    readonly EngineConnection _connection;

    internal DistributionOperations(EngineConnection connection) => _connection = connection;

    /// <summary>
    /// Asks the registry for an image: the cheapest proof that credentials, name and tag are right.
    /// See <see href="https://docs.docker.com/reference/api/engine/#tag/Distribution/operation/DistributionInspect">GET /distribution/{name}/json</see>.
    /// </summary>
    /// <exception cref="DockerException">401 or 403: the credentials do not reach this image. 404: no such tag. 500: no credentials where some are needed, or no registry.</exception>
    public Task<DistributionDetails> InspectAsync(
        string image,
        RegistryAuth? auth = null,
        CancellationToken stop = default
    ) =>
        _connection.ReadAsync(
            new(HttpMethod.Get, $"/distribution/{EngineRequest.Part(image)}/json") { Auth = auth },
            DockerJson.Default.DistributionDetails,
            stop
        );
}

/// <summary>An image as the registry describes it.</summary>
public sealed class DistributionDetails
{
    public ContentDescriptor Descriptor
    {
        get => field ?? new();
        init;
    }
    public IReadOnlyList<ImagePlatform> Platforms
    {
        get => field ?? [];
        init;
    }
}

/// <summary>What a digest names. See the <see href="https://github.com/opencontainers/image-spec/blob/main/descriptor.md">OCI descriptor</see>.</summary>
public sealed class ContentDescriptor
{
    [JsonPropertyName("mediaType")]
    public string MediaType
    {
        get => field ?? "";
        init;
    }

    /// <summary><c>sha256:</c> and 64 hex digits.</summary>
    [JsonPropertyName("digest")]
    public string Digest
    {
        get => field ?? "";
        init;
    }

    /// <summary>Bytes of the manifest, not of the image.</summary>
    [JsonPropertyName("size")]
    public long Size { get; init; }
}

/// <summary>What an image runs on.</summary>
public sealed class ImagePlatform
{
    [JsonPropertyName("architecture")]
    public string Architecture
    {
        get => field ?? "";
        init;
    }

    [JsonPropertyName("os")]
    public string Os
    {
        get => field ?? "";
        init;
    }
}
