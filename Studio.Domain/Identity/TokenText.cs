using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Studio.Domain.Common;

namespace Studio.Domain.Identity;

/// <summary>The text of API tokens: <c>stu_</c> and 256 random bits in base64url.</summary>
static class TokenText
{
    const string Prefix = "stu_";
    const int Bytes = 32;

    public static SecretText Create() => new(Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes)));

    public static bool HasForm(string text) => text.StartsWith(Prefix, StringComparison.Ordinal);

    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
