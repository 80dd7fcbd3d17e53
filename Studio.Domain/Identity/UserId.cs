using Studio.Domain.Common;

namespace Studio.Domain.Identity;

/// <summary>A person who signs in. On the wire: <c>usr-…</c>.</summary>
public readonly record struct UserId(Guid Value) : IWireId<UserId>
{
    public static string Prefix => "usr";

    public static UserId New() => WireId.New<UserId>();

    public static UserId From(Guid value) => new(value);

    public override string ToString() => WireId.Format(this);
}
