using Studio.Domain.Common;

namespace Studio.Domain.SecretKeys;

/// <summary>A collection of secret keys. On the wire: <c>keys-…</c>.</summary>
public readonly record struct SecretKeysId(Guid Value) : IWireId<SecretKeysId>
{
    public static string Prefix => "keys";

    public static SecretKeysId New() => WireId.New<SecretKeysId>();

    public static SecretKeysId From(Guid value) => new(value);

    public override string ToString() => WireId.Format(this);
}
