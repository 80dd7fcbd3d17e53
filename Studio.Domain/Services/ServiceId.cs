using Studio.Domain.Common;

namespace Studio.Domain.Services;

/// <summary>A service. On the wire: <c>svc-…</c>.</summary>
public readonly record struct ServiceId(Guid Value) : IWireId<ServiceId>
{
    public static string Prefix => "svc";

    public static ServiceId New() => WireId.New<ServiceId>();

    public static ServiceId From(Guid value) => new(value);

    public override string ToString() => WireId.Format(this);
}
