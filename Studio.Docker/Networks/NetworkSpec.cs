namespace Studio.Docker.Networks;

/// <summary>A network to make. See <see href="https://docs.docker.com/reference/api/engine/#tag/Network/operation/NetworkCreate">POST /networks/create</see>.</summary>
public sealed class NetworkSpec
{
    public required string Name { get; init; }

    /// <summary>Null is <c>bridge</c>.</summary>
    public string? Driver { get; init; }

    /// <summary>No way out: containers reach each other, and the host through the gateway, but nothing beyond.</summary>
    public bool? Internal { get; init; }

    /// <summary>Engines before API 1.44 allow two networks of one name unless this is true; newer ones never do.</summary>
    public bool CheckDuplicate { get; init; } = true;

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Of the driver, such as <c>com.docker.network.bridge.name</c>.</summary>
    public IReadOnlyDictionary<string, string>? Options { get; init; }
}
