using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Studio.Domain.Services;

/// <summary>
/// Splits a command line into words with the quoting of
/// <see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02">POSIX shells</see>. Nothing is
/// expanded and nothing is run: <c>$HOME</c>, <c>*</c> and <c>;</c> stay as they are.
/// </summary>
public static class ShellWords
{
    // The bullet is no character of any shell: masks stay readable.
    const string Plain = "-_./:=@,+%•";

    public static bool TrySplit(
        string text,
        [NotNullWhen(true)] out IReadOnlyList<string>? words,
        [NotNullWhen(false)] out string? error
    )
    {
        var found = new List<string>();
        var word = new StringBuilder();
        var inWord = false;
        char? quote = null;
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (quote is null && char.IsWhiteSpace(character))
            {
                if (inWord)
                    found.Add(word.ToString());
                word.Clear();
                inWord = false;
                continue;
            }

            inWord = true;
            if (character == quote)
                quote = null;
            else if (quote is null && character is '\'' or '"')
                quote = character;
            else if (character == '\\' && quote != '\'')
            {
                if (++at == text.Length)
                {
                    (words, error) = (null, "It ends with a backslash that escapes nothing.");
                    return false;
                }

                // Between double quotes a backslash stands for itself, except before these.
                if (quote == '"' && text[at] is not ('"' or '\\' or '$' or '`'))
                    word.Append('\\');
                word.Append(text[at]);
            }
            else
                word.Append(character);
        }

        if (quote is not null)
        {
            (words, error) = (null, "A quote is not closed.");
            return false;
        }

        if (inWord)
            found.Add(word.ToString());
        (words, error) = (found, null);
        return true;
    }

    /// <summary>Puts words together so that <see cref="TrySplit"/> gives the same ones again.</summary>
    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    public static string Quote(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || Plain.Contains(character))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
