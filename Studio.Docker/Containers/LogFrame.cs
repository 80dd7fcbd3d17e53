namespace Studio.Docker.Containers;

/// <summary>Where output came from.</summary>
public enum LogStream
{
    Output = 1,
    Error = 2,
}

/// <summary>
/// A piece of output, as raw bytes: at most 64 KiB, cut wherever the engine cut it, in the middle of a line or of a character too.
/// </summary>
/// <param name="Stream">Always <see cref="LogStream.Output"/> for a container with a terminal.</param>
public readonly record struct LogFrame(LogStream Stream, ReadOnlyMemory<byte> Data);

/// <summary>Which part of a log.</summary>
public sealed class LogOptions
{
    /// <summary>Go on until the container ends.</summary>
    public bool Follow { get; init; }

    public bool Output { get; init; } = true;
    public bool Error { get; init; } = true;

    /// <summary>From this moment on, inclusive. A line's time read to 100 ns must be cut, not rounded, to find that line again.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Up to this moment.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only so many lines from the end.</summary>
    public int? Tail { get; init; }

    /// <summary>Begin each line with its time (RFC 3339 with nanoseconds) and a space.</summary>
    public bool Timestamps { get; init; }
}
