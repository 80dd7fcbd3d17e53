using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace Studio.Client.Common;

/// <summary>
/// A path below <c>/api/v1</c>, written as an interpolated string: a text in a hole becomes one segment, escaped.
/// </summary>
[InterpolatedStringHandler]
internal readonly struct RestPath(int literalLength, int formattedCount)
{
    private readonly StringBuilder _text = new(literalLength + 32 * formattedCount);

    public void AppendLiteral(string text) => _text.Append(text);

    public void AppendFormatted(string segment)
    {
        // Uri resolves dots even when they are escaped, so that ".." would be another resource.
        if (segment is "" or "." or "..")
            throw new StudioException("missing", 404, "An id or a name cannot be empty or consist of dots.");
        _text.Append(Uri.EscapeDataString(segment));
    }

    public void AppendFormatted(RestPath path) => _text.Append(path._text);

    public void AppendFormatted(ListQuery? query) => AppendFormatted(new RestQuery(query));

    public void AppendFormatted(RestQuery query) => _text.Append(query);

    public override string ToString() => _text.ToString();
}

/// <summary>The parameters of a list and others, without those that are null.</summary>
internal readonly struct RestQuery
{
    private readonly string _text;

    public RestQuery(ListQuery? list, params ReadOnlySpan<(string Name, object? Value)> more)
    {
        var text = new StringBuilder();
        ReadOnlySpan<(string Name, object? Value)> paging =
        [
            ("search", list?.Search),
            ("sort", list?.Sort),
            ("page", list?.Page),
            ("pageSize", list?.PageSize),
        ];
        foreach (var (name, value) in (ReadOnlySpan<(string, object?)>)[.. paging, .. more])
        {
            if (value is null)
                continue;
            var written = value is DateTimeOffset time
                ? UtcTimeConverter.Format(time)
                : Convert.ToString(value, CultureInfo.InvariantCulture)!;
            text.Append(text.Length is 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(written));
        }
        _text = text.ToString();
    }

    public override string ToString() => _text;
}
