using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace Studio.Domain.Redaction;

/// <summary>
/// One way in which a value shows up in text. <paramref name="SharesBefore"/> and <paramref name="SharesAfter"/>: the character beside
/// it carries bits of the value, too, mixed with bits of what stands beside the value.
/// </summary>
readonly record struct SecretForm(byte[] Bytes, bool SharesBefore = false, bool SharesAfter = false);

/// <summary>
/// The forms that accidents give a value: as it stands, each of its lines, and the encodings that programs put around what they
/// print: JSON (<see href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259</see>), URL
/// (<see href="https://www.rfc-editor.org/rfc/rfc3986#section-2.1">RFC 3986</see>), XML and HTML, hex, base64
/// (<see href="https://www.rfc-editor.org/rfc/rfc4648">RFC 4648</see>).
/// </summary>
static class SecretForms
{
    // What each common encoder leaves alone besides letters and digits: RFC 3986, JavaScript's component, forms, Python, JavaScript's whole
    // address, .NET's forms, PHP.
    static readonly string[] _urlSafe =
    [
        "-._~",
        "-._~!*'()",
        "*-._",
        "-._~/",
        "-._~!*'();/?:@&=+$,#",
        "-._!*()",
        "-_.",
    ];

    // Quotes as XML and the common HTML encoders write them; the first leaves them as they are.
    static readonly (string Quote, string Apostrophe)[] _xmlQuotes =
    [
        ("\"", "'"),
        ("&quot;", "'"),
        ("&quot;", "&apos;"),
        ("&quot;", "&#39;"),
        ("&quot;", "&#039;"),
        ("&#34;", "&#39;"),
        ("&quot;", "&#x27;"),
    ];

    public static IEnumerable<SecretForm> Of(string value)
    {
        // Files end with a newline that is seldom part of what is sent on.
        string[] wholes = value.TrimEnd('\r', '\n') is var trimmed && trimmed == value ? [value] : [value, trimmed];
        foreach (var whole in wholes)
        {
            foreach (var text in Texts(whole).Distinct(StringComparer.Ordinal))
                yield return new(Encoding.UTF8.GetBytes(text));
            foreach (var form in Base64(Encoding.UTF8.GetBytes(whole)))
                yield return form;
        }

        foreach (var line in value.Contains('\n', StringComparison.Ordinal) ? value.Split('\n') : [])
            yield return new(Encoding.UTF8.GetBytes(line.Trim()));
    }

    static IEnumerable<string> Texts(string value)
    {
        yield return value;
        var bytes = Encoding.UTF8.GetBytes(value);
        yield return Convert.ToHexStringLower(bytes);
        yield return Convert.ToHexString(bytes);
        yield return JavaScriptEncoder.Default.Encode(value);
        yield return JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(value);
        yield return Json(value, "", ascii: false);
        yield return Json(value, "/", ascii: false);
        yield return Json(value, "", ascii: true);
        yield return Json(value, "<>&", ascii: false);
        foreach (var safe in _urlSafe)
        {
            yield return Url(bytes, safe, "X2", "%20");
            yield return Url(bytes, safe, "x2", "%20");
            yield return Url(bytes, safe, "X2", "+");
            yield return Url(bytes, safe, "x2", "+");
        }

        foreach (var (quote, apostrophe) in _xmlQuotes)
        {
            var text = Xml(value, quote, apostrophe);
            yield return text;
            yield return Numbered(text);
        }

        yield return HtmlEncoder.Default.Encode(value);
        yield return WebUtility.HtmlEncode(value);
    }

    /// <param name="also">Escaped besides quotes, backslashes and control characters.</param>
    /// <param name="ascii">Escape everything beyond ASCII.</param>
    static string Json(string value, string also, bool ascii)
    {
        StringBuilder text = new(value.Length + 16);
        foreach (var letter in value)
        {
            _ = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append(@"\\"),
                '\n' => text.Append(@"\n"),
                '\r' => text.Append(@"\r"),
                '\t' => text.Append(@"\t"),
                '\b' => text.Append(@"\b"),
                '\f' => text.Append(@"\f"),
                '/' when also.Contains('/', StringComparison.Ordinal) => text.Append(@"\/"),
                < ' ' => Escaped(letter),
                > '~' when ascii => Escaped(letter),
                _ when also.Contains(letter, StringComparison.Ordinal) => Escaped(letter),
                _ => text.Append(letter),
            };
        }

        return text.ToString();

        StringBuilder Escaped(char letter) => text.Append(@"\u").Append(((int)letter).ToString("x4", null));
    }

    static string Url(byte[] bytes, string safe, string digits, string space)
    {
        StringBuilder text = new(bytes.Length + 16);
        foreach (var letter in bytes)
        {
            _ = (char)letter switch
            {
                ' ' => text.Append(space),
                var plain when char.IsAsciiLetterOrDigit(plain) || safe.Contains(plain, StringComparison.Ordinal) =>
                    text.Append(plain),
                _ => text.Append('%').Append(letter.ToString(digits, null)),
            };
        }

        return text.ToString();
    }

    static string Xml(string value, string quote, string apostrophe) =>
        value
            .Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal)
            .Replace("\"", quote, StringComparison.Ordinal)
            .Replace("'", apostrophe, StringComparison.Ordinal);

    /// <summary>What is beyond ASCII by its number, as programs write that do not trust the encoding of the page.</summary>
    static string Numbered(string xml) =>
        string.Concat(xml.EnumerateRunes().Select(rune => rune.IsAscii ? $"{rune}" : $"&#{rune.Value};"));

    /// <summary>
    /// Both alphabets, at each of the three places that a value can begin at within a group of three bytes. The characters at its
    /// ends that depend on its neighbours are no part of the form.
    /// </summary>
    static IEnumerable<SecretForm> Base64(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var bits = (before + bytes.Length) * 8;
            // The first character that holds nothing of the bytes before it.
            var start = ((before * 8) + 5) / 6;
            var length = (bits / 6) - start;
            if (length <= 0)
                continue;
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]).Substring(start, length);
            SecretForm form = new(Encoding.ASCII.GetBytes(text), before > 0, bits % 6 > 0);
            yield return form;
            yield return form with
            {
                Bytes = Encoding.ASCII.GetBytes(text.Replace('+', '-').Replace('/', '_')),
            };
        }
    }
}
