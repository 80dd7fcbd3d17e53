using System.Globalization;
using System.Text;

namespace Studio.Domain.Common;

/// <summary>The rule of free texts that people read, such as descriptions.</summary>
public static class DisplayText
{
    public const int MaxLength = 500;

    /// <summary>What is wrong with a text, or null. Null and empty are fine.</summary>
    public static string? Check(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (text.Length > MaxLength)
            return $"Use at most {MaxLength} characters.";
        foreach (var rune in text.EnumerateRunes())
        {
            // Format characters include the bidirectional overrides, which can make a text read as another one.
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format)
                return "Control and invisible characters are not allowed.";
        }

        return null;
    }

    /// <summary>The form that is stored: NFC, without surrounding space; null when empty.</summary>
    public static string? Normalize(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null : text.Trim().Normalize(NormalizationForm.FormC);
}
