using Studio.Domain.Common;

namespace Studio.Domain.Commands;

/// <summary>A terminal that was opened. On the wire: <c>term-…</c>. Not stored: a terminal does not outlive Studio.</summary>
public readonly record struct TerminalId(Guid Value) : IWireId<TerminalId>
{
    public static string Prefix => "term";

    public static TerminalId New() => WireId.New<TerminalId>();

    public static TerminalId From(Guid value) => new(value);

    public override string ToString() => WireId.Format(this);
}
