using System.Buffers;
using System.Text;

namespace Studio.Domain.Redaction;

/// <summary>A piece of output of a terminal, with every known value replaced. Only a redactor makes one.</summary>
public readonly struct RedactedBytes
{
    internal RedactedBytes(byte[] bytes) => Bytes = bytes;

    /// <summary>UTF-8 with control sequences; may end within a character.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }
}

/// <summary>The output of a terminal, as it is typed into and shown.</summary>
public sealed class RedactedTerminal(KnownValues known)
{
    readonly ArrayBufferWriter<byte> _decided = new();
    Redactor _redactor = known.Begin(interactive: true);

    public RedactedBytes Write(ReadOnlySpan<byte> piece)
    {
        _redactor.Write(piece, _decided);
        return Take();
    }

    /// <summary>More values are known from now on.</summary>
    /// <returns>What was held until now.</returns>
    public RedactedBytes Change(KnownValues more)
    {
        _redactor.Complete(_decided, cut: true);
        _redactor = more.Begin(interactive: true);
        return Take();
    }

    /// <summary>The rest.</summary>
    public RedactedBytes Complete()
    {
        _redactor.Complete(_decided);
        return Take();
    }

    RedactedBytes Take()
    {
        var bytes = _decided.WrittenSpan.ToArray();
        _decided.ResetWrittenCount();
        return new(bytes);
    }
}

/// <summary>The beginning of what a command prints, as much as is kept of it.</summary>
/// <param name="most">Bytes.</param>
public sealed class RedactedBeginning(KnownValues known, int most)
{
    readonly Redactor _redactor = known.Begin();
    readonly ArrayBufferWriter<byte> _kept = new();

    /// <summary>There was more.</summary>
    public bool IsCut { get; private set; }

    public void Write(ReadOnlySpan<byte> piece)
    {
        if (IsCut)
            return;
        _redactor.Write(piece, _kept);
        IsCut = _kept.WrittenCount > most;
    }

    /// <param name="cut">What was written is not all that was printed.</param>
    public RedactedText Complete(bool cut)
    {
        _redactor.Complete(_kept, cut || IsCut);
        return new(Encoding.UTF8.GetString(_kept.WrittenSpan[..Math.Min(_kept.WrittenCount, most)]));
    }
}
