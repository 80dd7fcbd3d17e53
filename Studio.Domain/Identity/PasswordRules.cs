using System.Collections.Frozen;
using Studio.Domain.Common;

namespace Studio.Domain.Identity;

/// <summary>
/// The rules of new passwords: long, and not the first that someone would try. No demands on kinds of characters
/// (<see href="https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver">NIST SP 800-63B</see>).
/// </summary>
public static class PasswordRules
{
    public const int MinLength = 12;

    /// <summary>A longer one would only keep the server busy with hashing.</summary>
    public const int MaxLength = 256;

    const int MinDistinct = 5;

    static readonly FrozenSet<string> Common = new[]
    {
        "password",
        "passwort",
        "letmein",
        "welcome",
        "administrator",
        "admin",
        "qwerty",
        "qwertyuiop",
        "changeme",
        "iloveyou",
        "studio",
        "secret",
        "correcthorsebatterystaple",
    }.ToFrozenSet();

    /// <returns>One sentence for each rule that is broken; none when the password is fine.</returns>
    public static IEnumerable<string> Check(SecretText password, string email)
    {
        var text = password.Reveal();
        if (text.Length < MinLength)
            yield return $"Use at least {MinLength} characters.";
        if (text.Length > MaxLength)
            yield return $"Use at most {MaxLength} characters.";
        if (text.Equals(email, StringComparison.OrdinalIgnoreCase))
            yield return "Do not use your e-mail address as the password.";
        if (IsCommon(text))
            yield return "This password is among the first that someone would try. Use a few unrelated words.";
    }

    // "Password123!" is "password" to whoever guesses, and so is "passwordpassword".
    static bool IsCommon(string text)
    {
        var letters = string.Concat(text.Where(char.IsAsciiLetter)).ToLowerInvariant();
        var half = letters[..(letters.Length / 2)];
        return text.Distinct().Count() < MinDistinct
            || IsSequence(text)
            || Common.Contains(letters)
            || (letters == half + half && Common.Contains(half));
    }

    static bool IsSequence(string text) =>
        text.Zip(text.Skip(1)).All(pair => (pair.Second - pair.First) is 1 or -1 or -9);
}
