namespace Studio.Docker.Images;

/// <summary>
/// One thing that went with a removal: exactly one of the two is set.
/// See <see href="https://docs.docker.com/reference/api/engine/#tag/Image/operation/ImageDelete">DELETE /images/{name}</see>.
/// </summary>
/// <param name="Untagged">A name that was taken off.</param>
/// <param name="Deleted">Id of the image or of one of its layers.</param>
public sealed record ImageRemoval(string? Untagged, string? Deleted);
