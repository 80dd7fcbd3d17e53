using System.Buffers;

namespace Studio.Domain.Redaction;

/// <summary>
/// Takes out of output what a terminal does not show as text: line ends, and control sequences or not. What an operating system
/// command (a title, a link) carries stays in. See <see href="https://ecma-international.org/publications-and-standards/standards/ecma-48/">ECMA-48</see>.
/// </summary>
static class TerminalText
{
    public enum State : byte
    {
        Text,

        /// <summary>After <c>ESC</c>.</summary>
        Escape,

        /// <summary>After <c>ESC [</c>.</summary>
        Sequence,
    }

    public const byte Esc = 0x1B;

    static readonly SearchValues<byte> _special = SearchValues.Create("\n\r\u001b"u8);
    static readonly SearchValues<byte> _lineEnds = SearchValues.Create("\n\r"u8);

    /// <summary>Without line ends and control sequences.</summary>
    /// <param name="state">At the beginning of the output; afterwards at its end.</param>
    /// <param name="text">At least as long as the output.</param>
    /// <param name="map">Gets where each run of text begins, in text and in the output.</param>
    /// <returns>Bytes of text.</returns>
    public static int Strip(ReadOnlySpan<byte> output, ref State state, Span<byte> text, TextMap? map) =>
        Strip(output, _special, ref state, text, map);

    /// <summary>Without line ends only.</summary>
    /// <inheritdoc cref="Strip(ReadOnlySpan{byte}, ref State, Span{byte}, TextMap?)"/>
    public static int Unwrap(ReadOnlySpan<byte> output, Span<byte> text, TextMap? map)
    {
        var state = State.Text;
        return Strip(output, _lineEnds, ref state, text, map);
    }

    static int Strip(
        ReadOnlySpan<byte> output,
        SearchValues<byte> skipped,
        ref State state,
        Span<byte> text,
        TextMap? map
    )
    {
        map?.Clear();
        var (read, written) = (0, 0);
        while (read < output.Length)
        {
            if (state != State.Text)
            {
                read += Advance(ref state, output[read]) ? 1 : 0;
                continue;
            }

            var rest = output[read..];
            var length = rest.IndexOfAny(skipped);
            if (length < 0)
                length = rest.Length;
            if (length > 0)
            {
                map?.Add(written, read);
                rest[..length].CopyTo(text[written..]);
                (read, written) = (read + length, written + length);
                continue;
            }

            if (rest[0] == Esc)
                state = State.Escape;
            read++;
        }

        return written;
    }

    /// <summary>Where a state that is not text comes to an end is decided here.</summary>
    /// <returns>Whether the byte belongs to the sequence.</returns>
    static bool Advance(ref State state, byte next)
    {
        switch (next)
        {
            case Esc:
                state = State.Escape;
                return true;
            // Not for a terminal, and so the end of a sequence that was none.
            case < 0x20 or > 0x7E:
                state = State.Text;
                return false;
            case (byte)'[' when state == State.Escape:
                state = State.Sequence;
                return true;
            // Intermediate bytes, and the parameters of a sequence.
            case < 0x30:
            case < 0x40 when state == State.Sequence:
                return true;
            default:
                state = State.Text;
                return true;
        }
    }
}

/// <summary>Where in the output each run of text stands.</summary>
sealed class TextMap
{
    readonly List<(int Text, int Raw)> _runs = [];

    public void Clear() => _runs.Clear();

    public void Add(int text, int raw) => _runs.Add((text, raw));

    /// <summary>Place in the output of a byte of the text.</summary>
    public int Raw(int text)
    {
        var (start, raw) = _runs[RunOf(text)];
        return raw + text - start;
    }

    /// <summary>Whether a byte of the text and the next one stand side by side in the output, too.</summary>
    public bool IsJoined(int text) => Raw(text + 1) == Raw(text) + 1;

    int RunOf(int text)
    {
        var (low, high) = (0, _runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_runs[middle].Text <= text)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }
}
