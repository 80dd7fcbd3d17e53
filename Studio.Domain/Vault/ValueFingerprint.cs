using System.Security.Cryptography;
using System.Text;
using Studio.Domain.Common;

namespace Studio.Domain.Vault;

/// <summary>
/// Tells whether another value is the same, without keeping the value: HMAC-SHA256 under a key of its own
/// (<see href="https://www.rfc-editor.org/rfc/rfc2104">RFC 2104</see>). Kept only inside of what is sealed.
/// </summary>
static class ValueFingerprint
{
    const int KeyLength = 16;

    public const int Length = KeyLength + HMACSHA256.HashSizeInBytes;

    public static byte[] Of(SecretText value)
    {
        var key = RandomNumberGenerator.GetBytes(KeyLength);
        return [.. key, .. Hash(key, value)];
    }

    public static bool Matches(ReadOnlySpan<byte> fingerprint, SecretText value) =>
        CryptographicOperations.FixedTimeEquals(fingerprint[KeyLength..], Hash(fingerprint[..KeyLength], value));

    static byte[] Hash(ReadOnlySpan<byte> key, SecretText value) =>
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(value.Reveal()));
}
