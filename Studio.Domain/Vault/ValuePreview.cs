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

    internal byte[] ToBytes()
    {
        var bytes = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(Text)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Bytes ?? 0);
        Encoding.UTF8.GetBytes(Text, bytes.AsSpan(sizeof(int)));
        return bytes;
    }

    internal static ValuePreview FromBytes(byte[] bytes) =>
        new(Encoding.UTF8.GetString(bytes.AsSpan(sizeof(int))), BinaryPrimitives.ReadInt32LittleEndian(bytes));
}
