namespace Studio.Domain.Engine;

/// <summary>An image that the engine holds.</summary>
/// <param name="Id">The engine's content id, <c>sha256:…</c>.</param>
/// <param name="Tags"><c>host/path:tag</c>, in the engine's words: Docker Hub's have no host.</param>
/// <param name="Digests"><c>host/path@sha256:…</c>, one for each registry that it came from or went to.</param>
/// <param name="Size">Bytes, layers that other images have included.</param>
/// <param name="Shared">Bytes of it that stay when it goes, because other images have them; null where the engine did not say.</param>
/// <param name="CreatedAt">When it was built; null where it does not say.</param>
/// <param name="Containers">Made of it, running or not, ours or anybody's.</param>
/// <param name="Children">Ids of images that were built on it on this engine.</param>
public sealed record StoredImage(
    string Id,
    IReadOnlyList<string> Tags,
    IReadOnlyList<string> Digests,
    long Size,
    long? Shared,
    IReadOnlyDictionary<string, string> Labels,
    DateTimeOffset? CreatedAt,
    IReadOnlyList<ImageContainer> Containers,
    IReadOnlyList<string> Children
)
{
    /// <summary>Bytes that are won when it goes; the most that it can be where <see cref="Shared"/> is not known.</summary>
    public long Own => Size - (Shared ?? 0);
}

/// <summary>A container, as far as its image is concerned.</summary>
public sealed record ImageContainer(string Id, string Name, IReadOnlyDictionary<string, string> Labels);
