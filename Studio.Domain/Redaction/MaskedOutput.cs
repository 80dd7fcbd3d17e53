using System.Buffers;
using System.Text;

namespace Studio.Domain.Redaction;

/// <summary>
/// Writes output with its masked parts replaced. Masks that overlap or touch are one, named like the first; a masked part that goes
/// over a line end has a placeholder on each line.
/// </summary>
sealed class MaskedOutput
{
    readonly List<(int Start, int End, string Name)> _masks = [];

    /// <summary>Of the output that is held: what has been written already.</summary>
    int _written;

    /// <summary>The name that the last byte was masked with, and whether that name stands on this line already.</summary>
    string? _name;
    bool _named;

    public void Add(int start, int end, string name)
    {
        // Mostly in order: a value that is found at each of many neighbouring places is one mask, not many.
        if (_masks is [.., var last] && last.Start <= start && start <= last.End)
            _masks[^1] = (
                last.Start,
                Math.Max(last.End, end),
                start == last.Start && end > last.End ? name : last.Name
            );
        else
            _masks.Add((start, end, name));
    }

    /// <summary>Writes what has not been written yet.</summary>
    /// <param name="until">The first byte that is not decided.</param>
    public void Write(ReadOnlySpan<byte> output, int until, IBufferWriter<byte> to)
    {
        _masks.Sort(
            static (one, other) =>
                (one.Start, -one.End).CompareTo((other.Start, -other.End)) is not 0 and var order
                    ? order
                    : string.CompareOrdinal(one.Name, other.Name)
        );
        foreach (var (start, end, name) in _masks)
        {
            if (start > _written && _written < until)
                Plain(output[_written..Math.Min(start, until)], to);
            if (Math.Min(end, until) > _written)
                Masked(output[_written..Math.Min(end, until)], name, to);
        }

        if (_written < until)
            Plain(output[_written..until], to);
    }

    /// <summary>The first bytes of the output are dropped: what follows is counted from there.</summary>
    public void Forget(int bytes)
    {
        // What is left of a mask is not found again where its beginning is dropped.
        _masks.RemoveAll(mask => mask.End <= _written);
        _written -= bytes;
        for (var place = 0; place < _masks.Count; place++)
        {
            var (start, end, name) = _masks[place];
            _masks[place] = (start - bytes, end - bytes, name);
        }
    }

    public void Reset()
    {
        _masks.Clear();
        (_written, _name, _named) = (0, null, false);
    }

    void Plain(ReadOnlySpan<byte> part, IBufferWriter<byte> to)
    {
        to.Write(part);
        _written += part.Length;
        (_name, _named) = (null, false);
    }

    void Masked(ReadOnlySpan<byte> part, string name, IBufferWriter<byte> to)
    {
        _written += part.Length;
        _name ??= name;
        while (!part.IsEmpty)
        {
            var line = part.IndexOfAny((byte)'\r', (byte)'\n');
            if (line != 0 && !_named)
            {
                to.Write(Encoding.UTF8.GetBytes(Placeholder(_name)));
                _named = true;
            }

            if (line < 0)
                return;
            to.Write(part.Slice(line, 1));
            _named = false;
            part = part[(line + 1)..];
        }
    }

    static string Placeholder(string name) => $"[redacted:{name}]";
}
