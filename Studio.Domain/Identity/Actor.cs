using System.Collections.Frozen;
using Studio.Domain.Projects;

namespace Studio.Domain.Identity;

/// <summary>
/// Who asks: the first argument of every use case. Made by a door from a verified cookie or token, never from what a request says
/// of itself.
/// </summary>
public sealed record Actor
{
    /// <summary>Nobody in particular: may do nothing.</summary>
    public static readonly Actor Anonymous = new() { Name = "anonymous", Permissions = FrozenSet<Permission>.Empty };

    /// <summary>Studio itself, for work that goes on without a person, such as redoing a launch after a restart.</summary>
    public static readonly Actor System = new()
    {
        Name = "studio",
        Permissions = Enum.GetValues<Permission>().ToFrozenSet(),
    };

    /// <summary>Null for <see cref="Anonymous"/> and <see cref="System"/>.</summary>
    public UserId? User { get; init; }

    /// <summary>The API token that was used, if one was.</summary>
    public TokenId? Token { get; init; }

    /// <summary>For people and for the audit log: an e-mail address, or <c>studio</c>.</summary>
    public required string Name { get; init; }

    public required FrozenSet<Permission> Permissions { get; init; }

    /// <summary>The only project this actor may see, or null for all.</summary>
    public ProjectId? Project { get; init; }

    /// <summary>Whether the actor may do this in that project (null: outside of projects).</summary>
    public bool Can(Permission permission, ProjectId? project = null) =>
        Permissions.Contains(permission) && (Project is null || Project == project);
}
