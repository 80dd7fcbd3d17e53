namespace Studio.Client.Logs;

/// <summary>Which lines. Everything that the live container has printed when nothing is set.</summary>
public sealed record LogsRequest
{
    /// <summary>The last so many of the lines that are wanted.</summary>
    public int? Tail { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Text that a line has in it, upper and lower case alike.</summary>
    public string? Search { get; init; }

    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    public string? Stream { get; init; }

    /// <summary>Id of the launch whose container is meant.</summary>
    public string? Instance { get; init; }
}
