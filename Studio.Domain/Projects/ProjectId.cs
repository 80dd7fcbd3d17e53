using Studio.Domain.Common;

namespace Studio.Domain.Projects;

/// <summary>A project. On the wire: <c>proj-…</c>.</summary>
public readonly record struct ProjectId(Guid Value) : IWireId<ProjectId>
{
    public static string Prefix => "proj";

    public static ProjectId New() => WireId.New<ProjectId>();

    public static ProjectId From(Guid value) => new(value);

    public override string ToString() => WireId.Format(this);
}
