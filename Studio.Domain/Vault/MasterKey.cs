using System.Security.Cryptography;
using System.Text;

namespace Studio.Domain.Vault;

/// <summary>
/// The key that wraps the vault's keys: 32 bytes that only the operator keeps. It encrypts nothing itself; what does is derived
/// from it by HKDF-SHA256 (<see href="https://www.rfc-editor.org/rfc/rfc5869">RFC 5869</see>), each use under a name of its own.
/// </summary>
public sealed class MasterKey
{
    public const int Length = 32;

    const int IdLength = 8;

    readonly byte[] _bytes;

    MasterKey(byte[] bytes)
    {
        _bytes = bytes;
        Id = Convert.ToHexStringLower(Derive("Studio.MasterKey.Id.v1", IdLength));
    }

    /// <summary>16 hex digits that tell keys apart and give nothing of the key away.</summary>
    public string Id { get; }

    public static MasterKey Create() => new(RandomNumberGenerator.GetBytes(Length));

    /// <returns>The key, or null when the text is not 32 bytes of base64. A final newline is fine.</returns>
    public static MasterKey? Parse(string text)
    {
        var bytes = new byte[Length];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == Length ? new(bytes) : null;
    }

    /// <summary>The form that a key file holds: to be written to one and nowhere else.</summary>
    internal string Reveal() => Convert.ToBase64String(_bytes);

    internal byte[] DeriveWrappingKey() => Derive("Studio.Vault.KeyWrap.v1", Length);

    public override string ToString() => $"master key {Id}";

    byte[] Derive(string use, int length) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _bytes, length, info: Encoding.UTF8.GetBytes(use));
}
