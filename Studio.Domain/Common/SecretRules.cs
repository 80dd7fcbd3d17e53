using System.Text;

namespace Studio.Domain.Common;

/// <summary>The rules of a secret that is kept as text, each with the sentence that people see.</summary>
static class SecretRules
{
    /// <summary>
    /// Half of what the kernel lets one <c>NAME=value</c> be
    /// (<see href="https://man7.org/linux/man-pages/man2/execve.2.html">MAX_ARG_STRLEN</see>).
    /// </summary>
    public const int MaxBytes = 64 * 1024;

    public const string Needed = "A value is needed.";

    static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>What is wrong with it, or null. Newlines and spaces are fine, and kept.</summary>
    public static string? Check(SecretText value) =>
        value.IsEmpty ? Needed
        : value.Bytes > MaxBytes ? $"A value has at most {MaxBytes / 1024} KiB."
        : value.Reveal().Contains('\0', StringComparison.Ordinal) ? "A value cannot hold a NUL character."
        : !IsUnicode(value) ? "The value is not valid Unicode text."
        : null;

    /// <summary>Half a surrogate pair has no bytes of its own: it would be stored as another character.</summary>
    static bool IsUnicode(SecretText value)
    {
        try
        {
            return Strict.GetByteCount(value.Reveal()) >= 0;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }
}
