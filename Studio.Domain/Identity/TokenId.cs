using Studio.Domain.Common;

namespace Studio.Domain.Identity;

/// <summary>An API token. On the wire: <c>tok-…</c>.</summary>
public readonly record struct TokenId(Guid Value) : IWireId<TokenId>
{
    public static string Prefix => "tok";

    public static TokenId New() => WireId.New<TokenId>();

    public static TokenId From(Guid value) => new(value);

    public override string ToString() => WireId.Format(this);
}
