using System.Buffers.Binary;
using System.Text;
using Studio.Domain.Common;

namespace Studio.Domain.Vault;

/// <summary>What people see of a value: a mask, for long values with the last four characters, and its length.</summary>
/// <param name="Text">Eight bullets, then the last four characters if the value has at least 16 and they are printable ASCII.</param>
/// <param name="Bytes">Length of the value in UTF-8; null while sealed.</param>
public readonly record struct ValuePreview(string Text, int? Bytes)
{
    const int TailLength = 4;
    const int LongEnoughForTail = 16;

    public static readonly ValuePreview Unknown = new(SecretText.Mask, null);

    public static ValuePreview Of(SecretText value)
    {
        var text = value.Reveal();
        var tail = text.Length >= LongEnoughForTail ? text[^TailLength..] : "";
        return new(SecretText.Mask + (tail.All(character => character is > ' ' and <= '~') ? tail : ""), value.Bytes);
    }

    /// <summary>Length, fingerprint, text. A length that is stored as its complement says that there is a fingerprint.</summary>
    internal byte[] ToBytes(ReadOnlySpan<byte> fingerprint)
    {
        var text = Encoding.UTF8.GetBytes(Text);
        var bytes = new byte[sizeof(int) + fingerprint.Length + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, ~(Bytes ?? 0));
        fingerprint.CopyTo(bytes.AsSpan(sizeof(int)));
        text.CopyTo(bytes, sizeof(int) + fingerprint.Length);
        return bytes;
    }

    internal static ValuePreview FromBytes(ReadOnlySpan<byte> bytes)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var text = bytes[(sizeof(int) + Fingerprint(bytes).Length)..];
        return new(Encoding.UTF8.GetString(text), length < 0 ? ~length : length);
    }

    /// <summary>Empty in what was sealed before there were fingerprints.</summary>
    internal static ReadOnlySpan<byte> Fingerprint(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt32LittleEndian(bytes) < 0 ? bytes.Slice(sizeof(int), ValueFingerprint.Length) : [];
}
