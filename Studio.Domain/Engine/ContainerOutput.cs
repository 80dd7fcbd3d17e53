namespace Studio.Domain.Engine;

/// <summary>Which part of what a container printed. Everything when nothing is set.</summary>
public sealed record OutputRange
{
    /// <summary>From this moment on.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Up to this moment. A record that was printed right after it may be among them.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only so many records from the end; an engine may give more where <see cref="Until"/> is set, too.</summary>
    public int? Tail { get; init; }

    /// <summary>Go on with what it prints next, until it ends.</summary>
    public bool Follow { get; init; }
}

/// <summary>A line as the engine recorded it, or a part of one that is longer than the engine's records.</summary>
/// <param name="Start">Where it begins in <see cref="OutputBatch.Text"/>.</param>
/// <param name="Length">Bytes, with the line end that <see cref="OutputBatch"/> gives it.</param>
/// <param name="IsPart">The line goes on in the next record of its stream.</param>
public readonly record struct OutputRecord(DateTimeOffset At, bool IsError, int Start, int Length, bool IsPart);

/// <summary>
/// Many records of what a container printed, in order. Unredacted: callers redact before anything else. Whoever gives one out may
/// fill it anew for the next.
/// </summary>
public sealed class OutputBatch
{
    readonly List<OutputRecord> _records = [];
    byte[] _text = new byte[16 * 1024];

    public IReadOnlyList<OutputRecord> Records => _records;

    /// <summary>Of all records, one after the other; each ends with a line feed, and has no other.</summary>
    public ReadOnlySpan<byte> Text => _text.AsSpan(0, Length);

    /// <summary>Bytes of text.</summary>
    public int Length { get; private set; }

    public void Clear()
    {
        _records.Clear();
        Length = 0;
    }

    /// <summary>Room for a record's text, to be followed by <see cref="Add"/>.</summary>
    /// <param name="length">Bytes, at most.</param>
    public Span<byte> Reserve(int length)
    {
        // One more for the line end of a part.
        if (Length + length + 1 > _text.Length)
            Array.Resize(ref _text, Math.Max(Length + length + 1, 2 * _text.Length));
        return _text.AsSpan(Length, length);
    }

    /// <summary>Takes what was written into the reserved room as one record.</summary>
    public void Add(DateTimeOffset at, bool isError, int length)
    {
        var text = _text.AsSpan(Length, length);
        var isPart = !text.EndsWith("\n"u8);
        if (isPart)
            _text[Length + length++] = (byte)'\n';
        // The engine cuts at line feeds; anything else would be two lines with one time.
        text[..^(isPart ? 0 : 1)].Replace((byte)'\n', (byte)' ');
        _records.Add(new(at, isError, Length, length, isPart));
        Length += length;
    }
}

/// <summary>
/// What a container has printed so far, by number: as far back as the engine keeps it. Opened for one reader; not for several
/// threads at once.
/// </summary>
public interface IOutputHistory : IDisposable
{
    /// <summary>Records there are. Those that the engine drops at the beginning are not counted any more.</summary>
    int Count { get; }

    /// <summary>Records that were there and are not any more.</summary>
    long Dropped { get; }

    /// <summary>Looks for what was printed since.</summary>
    void Refresh();

    /// <summary>The first record that was printed at that moment or later; <see cref="Count"/> when there is none.</summary>
    int Find(DateTimeOffset moment);

    /// <summary>Records from one on, as many as there are.</summary>
    IEnumerable<OutputBatch> Read(int first, int count);
}

public static class OutputHistories
{
    /// <summary>The records of a range, as far as they are there; a history does not wait for what is printed next.</summary>
    public static IEnumerable<OutputBatch> Read(this IOutputHistory history, OutputRange range)
    {
        var end = range.Until is { } until ? history.Find(until.AddTicks(1)) : history.Count;
        var first = range.Since is { } since ? history.Find(since) : 0;
        first = Math.Max(first, end - (range.Tail ?? end));
        return history.Read(first, end - first);
    }
}
