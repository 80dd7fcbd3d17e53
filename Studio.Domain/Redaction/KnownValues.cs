using System.Text;
using Studio.Domain.Common;

namespace Studio.Domain.Redaction;

/// <summary>
/// The values that one container was given, to be taken out of what it prints. Whole values and the lines of multi-line ones are
/// found as they stand, and the beginning of one where the text says that it was cut; other encodings are not looked for yet. It
/// prevents accidents, not a hostile workload.
/// </summary>
public sealed class KnownValues(IEnumerable<(string Name, SecretText Value)> values)
{
    /// <summary>Bytes. Shorter values would match ordinary text: they are not redacted, and people are told where they set one.</summary>
    public const int ShortestRedacted = 8;

    /// <summary>How an engine ends the output of a health check that it has cut, and how Studio ends what it cuts itself.</summary>
    static readonly string[] _cuts = ["...", "…"];

    // Longest first: a value that contains another one is replaced whole.
    readonly List<(string Name, string Value)> _values =
    [
        .. values
            .SelectMany(pair => Forms(pair.Value.Reveal()).Select(form => (pair.Name, form)))
            .Where(pair => !IsTooShort(Encoding.UTF8.GetByteCount(pair.form)))
            .OrderByDescending(pair => pair.form.Length),
    ];

    public static readonly KnownValues None = new([]);

    /// <summary>Whether a value of that length in UTF-8 cannot be hidden. Unknown is not too short.</summary>
    public static bool IsTooShort(int? bytes) => bytes < ShortestRedacted;

    public RedactedText Redact(string text)
    {
        foreach (var (name, value) in _values)
            text = text.Replace(value, Mask(name), StringComparison.Ordinal);
        if (Array.Find(_cuts, cut => text.EndsWith(cut, StringComparison.Ordinal)) is { } mark)
            // An engine cuts bytes: the last character may be half of one.
            text = RedactCut(text[..^mark.Length].TrimEnd('\uFFFD')) + mark;
        return new RedactedText(text);
    }

    string RedactCut(string text)
    {
        foreach (var (name, value) in _values)
        {
            for (var length = Math.Min(value.Length - 1, text.Length); length >= ShortestRedacted; length--)
            {
                if (text.AsSpan().EndsWith(value.AsSpan(0, length), StringComparison.Ordinal))
                    return text[..^length] + Mask(name);
            }
        }

        return text;
    }

    static string Mask(string name) => $"[redacted:{name}]";

    static IEnumerable<string> Forms(string value) =>
        value.Contains('\n', StringComparison.Ordinal)
            ? [value, .. value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
            : [value];
}
