using System.Security.Cryptography;
using System.Text;

namespace Studio.EndToEnd.Leaks;

/// <summary>A secret that occurs nowhere else, to be looked for afterwards in every form that it may have taken.</summary>
public sealed class Canary
{
    const int CoreLength = 24;

    /// <summary>Letters and digits, so that URL, JSON and HTML leave it as it is.</summary>
    readonly string _core = RandomNumberGenerator.GetString(
        "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789",
        CoreLength
    );

    /// <summary>Has characters that every encoding changes, before and after the part that is looked for.</summary>
    public string Value => $"p+/&% \"{_core}\"<é>=end";

    /// <summary>Where the value occurs, in words such as <c>base64 in studio.db</c>; empty when it does not.</summary>
    public IReadOnlyList<string> FindIn(string place, ReadOnlySpan<byte> bytes)
    {
        List<string> found = [];
        foreach (var (encoding, needle) in Forms())
        {
            if (bytes.IndexOf(needle) >= 0)
                found.Add($"{encoding} in {place}");
        }

        return found;
    }

    /// <inheritdoc cref="FindIn(string, ReadOnlySpan{byte})"/>
    public IReadOnlyList<string> FindIn(string place, string text) => FindIn(place, Encoding.UTF8.GetBytes(text));

    /// <summary>Looks through every file below a folder.</summary>
    public IReadOnlyList<string> FindInFolder(string folder) =>
        [
            .. Directory
                .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .SelectMany(file => FindIn(file, File.ReadAllBytes(file))),
        ];

    IEnumerable<(string Encoding, byte[] Needle)> Forms()
    {
        var core = Encoding.UTF8.GetBytes(_core);
        yield return ("raw", core);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(_core));
        yield return ("reversed", [.. core.Reverse()]);
        yield return ("hex", Encoding.UTF8.GetBytes(Convert.ToHexStringLower(core)));
        yield return ("hex", Encoding.UTF8.GetBytes(Convert.ToHexString(core)));
        yield return ("percent-encoded", Encoding.UTF8.GetBytes(string.Concat(core.Select(b => $"%{b:X2}"))));
        // What stands before shifts base64 by 0, 1 or 2 bytes; the characters at both ends depend on the neighbours.
        for (var shift = 0; shift < 3; shift++)
        {
            var text = Convert.ToBase64String([.. new byte[shift], .. core])[4..^4];
            yield return ("base64", Encoding.UTF8.GetBytes(text));
            yield return ("base64url", Encoding.UTF8.GetBytes(text.Replace('+', '-').Replace('/', '_')));
        }
    }
}
