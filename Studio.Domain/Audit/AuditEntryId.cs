using Studio.Domain.Common;

namespace Studio.Domain.Audit;

/// <summary>One entry of the audit log. On the wire: <c>aud-…</c>.</summary>
public readonly record struct AuditEntryId(Guid Value) : IWireId<AuditEntryId>
{
    public static string Prefix => "aud";

    public static AuditEntryId New() => WireId.New<AuditEntryId>();

    public static AuditEntryId From(Guid value) => new(value);

    public override string ToString() => WireId.Format(this);
}
