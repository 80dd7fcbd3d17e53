using Studio.Domain.Common;

namespace Studio.Domain.Launches;

/// <summary>One launch of a service. On the wire: <c>launch-…</c>.</summary>
public readonly record struct LaunchId(Guid Value) : IWireId<LaunchId>
{
    public static string Prefix => "launch";

    public static LaunchId New() => WireId.New<LaunchId>();

    public static LaunchId From(Guid value) => new(value);

    public override string ToString() => WireId.Format(this);
}
