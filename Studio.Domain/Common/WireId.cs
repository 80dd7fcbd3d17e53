using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Studio.Domain.Common;

/// <summary>An id with a type of its own. <see cref="object.ToString"/> gives its wire form.</summary>
/// <typeparam name="TSelf">The id type itself.</typeparam>
public interface IWireId<TSelf>
    where TSelf : struct, IWireId<TSelf>
{
    /// <summary>What the wire form begins with, without the dash.</summary>
    static abstract string Prefix { get; }

    Guid Value { get; }

    static abstract TSelf From(Guid value);
}

/// <summary>
/// The wire form of ids: <c>prefix-</c> and the 26 lowercase Crockford base32 characters of a UUID v7
/// (<see href="https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-7">RFC 9562</see>). Sorts by time, as text too.
/// </summary>
public static class WireId
{
    const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    const int Length = 26;

    static readonly string[] Prefixes =
    [
        "keys",
        "pull",
        "svc",
        "rev",
        "launch",
        "room",
        "run",
        "tok",
        "usr",
        "proj",
        "aud",
        "term",
    ];

    public static TId New<TId>()
        where TId : struct, IWireId<TId> => TId.From(Guid.CreateVersion7());

    public static string Format<TId>(TId id)
        where TId : struct, IWireId<TId>
    {
        Span<byte> bytes = stackalloc byte[16];
        id.Value.TryWriteBytes(bytes, bigEndian: true, out _);
        var number = BinaryPrimitives.ReadUInt128BigEndian(bytes);
        Span<char> text = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(uint)(number & 31)];
            number >>= 5;
        }

        return $"{TId.Prefix}-{text}";
    }

    public static bool TryParse<TId>([NotNullWhen(true)] string? text, out TId id)
        where TId : struct, IWireId<TId>
    {
        id = default;
        if (text is null || !text.StartsWith($"{TId.Prefix}-", StringComparison.Ordinal))
            return false;
        if (!TryReadNumber(text.AsSpan(TId.Prefix.Length + 1), out var number))
            return false;
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, number);
        id = TId.From(new Guid(bytes, bigEndian: true));
        return true;
    }

    /// <exception cref="FormatException">The text is not such an id.</exception>
    public static TId Parse<TId>(string text)
        where TId : struct, IWireId<TId> =>
        TryParse<TId>(text, out var id) ? id : throw new FormatException($"Not an id of the form {TId.Prefix}-….");

    /// <summary>Whether a text could be read as any id: such a text is refused as a name.</summary>
    public static bool HasForm(string text)
    {
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return dash > 0 && Prefixes.Contains(text[..dash]) && TryReadNumber(text.AsSpan(dash + 1), out _);
    }

    static bool TryReadNumber(ReadOnlySpan<char> text, out UInt128 number)
    {
        number = 0;
        // 26 characters hold 130 bits, a UUID has 128: the first is at most 7.
        if (text.Length != Length || text[0] > '7')
            return false;
        foreach (var character in text)
        {
            var digit = Alphabet.IndexOf(character, StringComparison.Ordinal);
            if (digit < 0)
                return false;
            number = (number << 5) | (uint)digit;
        }

        return true;
    }
}
