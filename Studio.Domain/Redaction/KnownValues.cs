using System.Buffers;
using System.Text;
using Studio.Domain.Common;

namespace Studio.Domain.Redaction;

/// <summary>
/// The values that one container was given, to be taken out of what it prints: as they stand, line by line, and in the encodings
/// that accidents produce. It prevents accidents, not a hostile workload, which can encrypt what it prints.
/// </summary>
public sealed class KnownValues
{
    /// <summary>
    /// Bytes, line ends not counted. Shorter values would match ordinary text: they are not redacted, and people are told where they
    /// set one.
    /// </summary>
    public const int ShortestRedacted = PatternMatcher.Shortest;

    /// <summary>Bytes that two neighbouring pieces of a long form have in common.</summary>
    const int Overlap = 8;

    /// <summary>How an engine ends the output of a health check that it has cut, and how Studio ends what it cuts itself.</summary>
    static readonly string[] _cuts = ["...", "…"];

    readonly PatternMatcher _patterns;

    public KnownValues(IEnumerable<(string Name, SecretText Value)> values) =>
        _patterns = new(values.SelectMany(pair => PatternsOf(pair.Name, pair.Value.Reveal())));

    public static KnownValues None { get; } = new([]);

    /// <summary>Whether a value of that length in UTF-8 cannot be hidden. Unknown is not too short.</summary>
    public static bool IsTooShort(int? bytes) => bytes < ShortestRedacted;

    /// <summary>Begins to redact a stream of bytes.</summary>
    /// <param name="interactive">Whether somebody types and waits for the echo of each key.</param>
    public Redactor Begin(bool interactive = false) => new(_patterns, interactive);

    /// <summary>A text that is whole, or that says at its end that it was cut.</summary>
    public RedactedText Redact(string text)
    {
        if (_patterns.IsEmpty)
            return new(text);
        var mark = Array.Find(_cuts, cut => text.EndsWith(cut, StringComparison.Ordinal)) ?? "";
        // An engine cuts bytes: the last character may be half of one.
        var rest = mark.Length > 0 ? text[..^mark.Length].TrimEnd('\uFFFD') : text;
        var bytes = Encoding.UTF8.GetBytes(rest);
        ArrayBufferWriter<byte> redacted = new(bytes.Length + 64);
        var redactor = Begin();
        redactor.Write(bytes, redacted);
        redactor.Complete(redacted, cut: mark.Length > 0);
        return new(Encoding.UTF8.GetString(redacted.WrittenSpan) + mark);
    }

    static IEnumerable<Pattern> PatternsOf(string name, string value)
    {
        if (IsTooShort(Encoding.UTF8.GetByteCount(value)))
            yield break;
        foreach (var form in SecretForms.Of(value))
        {
            var bytes = new byte[form.Bytes.Length];
            var length = TerminalText.Unwrap(form.Bytes, bytes, null);
            foreach (var piece in PiecesOf(name, form, bytes.AsSpan(0, length)))
                yield return piece;
            if (!form.Bytes.Contains(TerminalText.Esc))
                continue;
            TerminalText.State state = default;
            length = TerminalText.Strip(form.Bytes, ref state, bytes, null);
            foreach (var piece in PiecesOf(name, form, bytes.AsSpan(0, length)))
                yield return piece;
        }
    }

    /// <summary>Pieces of a bounded length: what is looked for, and held until it is decided, stays small whatever the value.</summary>
    static List<Pattern> PiecesOf(string name, SecretForm form, ReadOnlySpan<byte> text)
    {
        List<Pattern> pieces = [];
        for (var start = 0; text.Length - start >= PatternMatcher.Shortest; start += PatternMatcher.Longest - Overlap)
        {
            var isLast = start + PatternMatcher.Longest >= text.Length;
            if (isLast)
                start = Math.Max(0, text.Length - PatternMatcher.Longest);
            var piece = text.Slice(start, Math.Min(PatternMatcher.Longest, text.Length)).ToArray();
            pieces.Add(new(name, piece, form.SharesBefore && start == 0, form.SharesAfter && isLast));
            if (isLast)
                break;
        }

        return pieces;
    }
}
