using System.Text.Json;
using System.Text.Json.Serialization;

namespace Studio.Docker.Images;

/// <summary>One step of a pull or a push.</summary>
/// <param name="Layer">Short id of the layer it is about (of a pull's first step: the tag), or null for the image as a whole.</param>
/// <param name="Status">The engine's words: <c>Downloading</c>, <c>Pull complete</c>, <c>Digest: sha256:…</c></param>
/// <param name="Current">Bytes done. May exceed <paramref name="Total"/>.</param>
/// <param name="Total">Bytes in all, null where the engine does not know.</param>
/// <param name="Digest">Of the pushed image, in the last step of a push.</param>
public sealed record ImageProgress(string? Layer, string Status, long? Current, long? Total, string? Digest);

/// <summary>Lines of the stream. <c>progressDetail</c> is <c>{}</c> more often than not.</summary>
sealed class ImageProgressWire
{
    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("progressDetail")]
    public Bytes? ProgressDetail { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("errorDetail")]
    public ErrorText? ErrorDetail { get; init; }

    /// <summary>Its shape depends on what the stream is about.</summary>
    [JsonPropertyName("aux")]
    public JsonElement Aux { get; init; }

    public ImageProgress ToProgress() =>
        new(Id, Status ?? "", ProgressDetail?.Current, ProgressDetail?.Total, PushedDigest());

    string? PushedDigest() =>
        Aux.ValueKind == JsonValueKind.Object
        && Aux.TryGetProperty("Digest", out var digest)
        && digest.ValueKind == JsonValueKind.String
            ? digest.GetString()
            : null;

    internal sealed record Bytes(
        [property: JsonPropertyName("current")] long? Current,
        [property: JsonPropertyName("total")] long? Total
    );

    internal sealed record ErrorText([property: JsonPropertyName("message")] string? Message);
}
