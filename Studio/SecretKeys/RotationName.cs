using System.Globalization;
using System.Text.RegularExpressions;

namespace Studio.SecretKeys;

/// <summary>What the next collection of a rotation is called: <c>weather</c>, <c>weather-2</c>, <c>weather-3</c>.</summary>
static partial class RotationName
{
    const int LongestName = 63;

    public static string After(string name)
    {
        if (Numbered().Match(name) is { Success: true } match)
        {
            var next = int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture) + 1;
            return string.Create(CultureInfo.InvariantCulture, $"{match.Groups[1].Value}-{next}");
        }

        return $"{name[..Math.Min(name.Length, LongestName - 2)].TrimEnd('-')}-2";
    }

    [GeneratedRegex(@"\A(.+)-([1-9][0-9]{0,3})\z")]
    private static partial Regex Numbered();
}
