using Studio.Domain.Common;

namespace Studio.Domain.Redaction;

/// <summary>
/// The values that one container was given, to be taken out of what it prints. Whole values and the lines of multi-line ones are
/// found as they stand; other encodings are not looked for yet. It prevents accidents, not a hostile workload.
/// </summary>
public sealed class KnownValues(IEnumerable<(string Name, SecretText Value)> values)
{
    /// <summary>Shorter values would match ordinary text: they are not redacted, and people are told where they set one.</summary>
    public const int ShortestRedacted = 8;

    // Longest first: a value that contains another one is replaced whole.
    readonly List<(string Name, string Value)> _values =
    [
        .. values
            .SelectMany(pair => Forms(pair.Value.Reveal()).Select(form => (pair.Name, form)))
            .Where(pair => pair.form.Length >= ShortestRedacted)
            .OrderByDescending(pair => pair.form.Length),
    ];

    public static readonly KnownValues None = new([]);

    public RedactedText Redact(string text)
    {
        foreach (var (name, value) in _values)
            text = text.Replace(value, $"[redacted:{name}]", StringComparison.Ordinal);
        return new RedactedText(text);
    }

    static IEnumerable<string> Forms(string value) =>
        value.Contains('\n', StringComparison.Ordinal)
            ? [value, .. value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)]
            : [value];
}
