using System.Text;
using Studio.Domain.Common;

namespace Studio.Domain.Dotenv;

/// <summary>
/// Reads a <c>.env</c> text line by line, and over several lines where a quote is open. Nothing is expanded: what looks like a variable
/// is part of a value.
/// </summary>
sealed class DotenvReader(string text)
{
    const char ByteOrderMark = '\uFEFF';

    // One kind of line end: a value over several lines is the same, whichever system the file was written on.
    readonly string _text = text.TrimStart(ByteOrderMark)
        .Replace("\r\n", "\n", StringComparison.Ordinal)
        .Replace('\r', '\n');
    int _at;
    int _line = 1;

    /// <summary>The next line that says something.</summary>
    /// <param name="line">Where it begins, from 1.</param>
    /// <param name="error">What is wrong with it; null: <paramref name="entry"/> is what it says.</param>
    /// <returns>False at the end.</returns>
    public bool TryRead(out int line, out DotenvEntry? entry, out string? error)
    {
        SkipToContent();
        (line, entry, error) = (_line, null, null);
        if (_at >= _text.Length)
            return false;
        var begin = _at;
        error = Read(out var name, out var value);
        if (error is null)
        {
            entry = new(name, new SecretText(value), line);
            return true;
        }

        // A quote that is never closed took nothing with it: reading goes on with the next line.
        (_at, _line) = (begin, line);
        SkipLine();
        return true;
    }

    string? Read(out string name, out string value)
    {
        (name, value) = ("", "");
        const string Export = "export";
        if (RestOfLine().StartsWith(Export, StringComparison.Ordinal) && IsBlank(Peek(Export.Length)))
        {
            _at += Export.Length;
            SkipBlanks();
        }

        var equals = RestOfLine().IndexOf('=');
        if (equals < 0)
            return "There is no = in this line.";
        name = RestOfLine()[..equals].TrimEnd().ToString();
        if (Names.CheckEntry(name) is { } broken)
            return $"What stands before the = is no name. {broken}";
        _at += equals + 1;
        SkipBlanks();
        return Peek() is '"' or '\'' or '`' ? ReadQuoted(out value) : ReadBare(out value);
    }

    string? ReadBare(out string value)
    {
        var rest = RestOfLine();
        // A # is part of a password, unless something blank stands before it.
        var end = 0;
        while (end < rest.Length && !(rest[end] == '#' && (end > 0 ? IsBlank(rest[end - 1]) : IsBlank(Before()))))
            end++;
        value = rest[..end].TrimEnd().ToString();
        SkipLine();
        return null;
    }

    string? ReadQuoted(out string value)
    {
        var quote = _text[_at++];
        var read = new StringBuilder();
        value = "";
        while (_at < _text.Length && _text[_at] != quote)
        {
            var character = _text[_at++];
            if (character == '\n')
                _line++;
            if (character == '\\' && quote == '"' && _at < _text.Length)
                Unescape(read);
            else
                read.Append(character);
        }

        if (_at >= _text.Length)
            return "The quote that begins here is never closed.";
        _at++;
        SkipBlanks();
        if (_at < _text.Length && Peek() is not ('\n' or '#'))
            return "Something stands after the closing quote.";
        SkipLine();
        value = read.ToString();
        return null;
    }

    void Unescape(StringBuilder read)
    {
        var character = _text[_at++];
        if (character == '\n')
            _line++;
        _ = character switch
        {
            'n' => read.Append('\n'),
            'r' => read.Append('\r'),
            't' => read.Append('\t'),
            '"' or '\\' or '$' or '`' => read.Append(character),
            // No escape: both are meant, as in a pattern or a Windows path.
            _ => read.Append('\\').Append(character),
        };
    }

    void SkipToContent()
    {
        while (_at < _text.Length)
        {
            SkipBlanks();
            if (_at < _text.Length && Peek() is not ('\n' or '#'))
                return;
            SkipLine();
        }
    }

    void SkipLine()
    {
        while (_at < _text.Length && _text[_at] != '\n')
            _at++;
        if (_at >= _text.Length)
            return;
        _at++;
        _line++;
    }

    void SkipBlanks()
    {
        while (_at < _text.Length && IsBlank(_text[_at]))
            _at++;
    }

    ReadOnlySpan<char> RestOfLine()
    {
        var rest = _text.AsSpan(_at);
        var end = rest.IndexOf('\n');
        return end < 0 ? rest : rest[..end];
    }

    char Peek(int ahead = 0) => _at + ahead < _text.Length ? _text[_at + ahead] : '\n';

    char Before() => _text[_at - 1];

    static bool IsBlank(char character) => character is ' ' or '\t' or '\u00A0';
}
