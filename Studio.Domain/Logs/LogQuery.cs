using Studio.Domain.Launches;
using Studio.Domain.Redaction;

namespace Studio.Domain.Logs;

/// <summary>Which lines of a service's output. All of the live container's when nothing is set.</summary>
public sealed record LogQuery
{
    public const int MostTail = 100_000;

    /// <summary>The last so many of the lines that are wanted.</summary>
    public int? Tail { get; init; }

    public DateTimeOffset? Since { get; init; }

    public DateTimeOffset? Until { get; init; }

    /// <summary>Go on with what is printed next, until the container has ended for good.</summary>
    public bool Follow { get; init; }

    /// <summary>Text that a line has in it, upper and lower case alike. Looks at redacted text.</summary>
    public string? Search { get; init; }

    /// <summary>Only standard error, or only standard output.</summary>
    public bool? IsError { get; init; }

    /// <summary>The launch whose container is meant.</summary>
    public LaunchId? Instance { get; init; }

    internal bool IsFiltered => !string.IsNullOrEmpty(Search) || IsError is not null;

    internal LineFilter ToFilter() => new(Search, IsError, Since, Until);
}
