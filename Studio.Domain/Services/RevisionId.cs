using Studio.Domain.Common;

namespace Studio.Domain.Services;

/// <summary>One revision of a service. On the wire: <c>rev-…</c>.</summary>
public readonly record struct RevisionId(Guid Value) : IWireId<RevisionId>
{
    public static string Prefix => "rev";

    public static RevisionId New() => WireId.New<RevisionId>();

    public static RevisionId From(Guid value) => new(value);

    public override string ToString() => WireId.Format(this);
}
