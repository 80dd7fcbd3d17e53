using Studio.Domain.Common;

namespace Studio.Domain.PullSecrets;

/// <summary>Registry credentials. On the wire: <c>pull-…</c>.</summary>
public readonly record struct PullSecretId(Guid Value) : IWireId<PullSecretId>
{
    public static string Prefix => "pull";

    public static PullSecretId New() => WireId.New<PullSecretId>();

    public static PullSecretId From(Guid value) => new(value);

    public override string ToString() => WireId.Format(this);
}
