namespace Studio.Docker.Images;

/// <summary>Which images, and what is asked about them.</summary>
public sealed class ImageListOptions
{
    /// <summary>Also those without a name that others were built on.</summary>
    public bool All { get; init; }

    /// <summary><c>name</c> or <c>name=value</c>, in the configuration of the image; all must be there.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    /// <summary>Work out <see cref="ImageSummary.SharedSize"/>, which costs the engine time. Before API 1.42 it is not known.</summary>
    public bool SharedSize { get; init; }
}
