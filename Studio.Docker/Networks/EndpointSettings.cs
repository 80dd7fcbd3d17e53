namespace Studio.Docker.Networks;

/// <summary>A container's end of a network: wished for when it is written, found when it is read.</summary>
public sealed class EndpointSettings
{
    /// <summary>More names for the container on this network.</summary>
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>Empty while the container does not run.</summary>
    public string? IPAddress { get; init; }

    public string? Gateway { get; init; }
    public string? NetworkID { get; init; }
}
