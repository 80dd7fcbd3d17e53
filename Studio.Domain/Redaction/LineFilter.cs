using System.Buffers;
using System.Text;

namespace Studio.Domain.Redaction;

/// <summary>Which lines are wanted. Looks at redacted text only, so that nobody can search for a value.</summary>
/// <param name="search">Anywhere in the line, upper and lower case alike; empty: every line.</param>
/// <param name="isError">Only standard error, or only standard output.</param>
public sealed class LineFilter(
    string? search = null,
    bool? isError = null,
    DateTimeOffset? since = null,
    DateTimeOffset? until = null
)
{
    readonly SearchValues<string>? _search = string.IsNullOrEmpty(search)
        ? null
        : SearchValues.Create([search], StringComparison.OrdinalIgnoreCase);

    char[] _letters = [];

    /// <summary>Whether any of these lines may be wanted. Much cheaper than to ask for each.</summary>
    internal bool MayMatch(ReadOnlySpan<byte> lines) => Contains(lines);

    internal bool Matches(DateTimeOffset at, bool error, ReadOnlySpan<byte> line) =>
        (isError is null || isError == error)
        && (since is null || at >= since)
        && (until is null || at <= until)
        && Contains(line);

    bool Contains(ReadOnlySpan<byte> text)
    {
        if (_search is null)
            return true;
        if (_letters.Length < text.Length)
            _letters = new char[Math.Max(text.Length, 2 * _letters.Length)];
        var length = Encoding.UTF8.GetChars(text, _letters);
        return _letters.AsSpan(0, length).ContainsAny(_search);
    }
}
