using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;

namespace Studio.Domain.SecretKeys;

/// <summary>Whose library a collection is in: a project's, or one user's own. Its values are sealed to it.</summary>
public readonly record struct SecretOwner
{
    SecretOwner(ProjectId? project, UserId? user) => (Project, User) = (project, user);

    /// <summary>Null: it is personal.</summary>
    public ProjectId? Project { get; }

    /// <summary>Null: it is a project's.</summary>
    public UserId? User { get; }

    public static SecretOwner Of(ProjectId project) => new(project, null);

    public static SecretOwner Of(UserId user) => new(null, user);

    public static implicit operator SecretOwner(ProjectId project) => Of(project);

    /// <summary>The wire id of the project or user.</summary>
    public override string ToString() => Project is { } project ? $"{project}" : $"{User}";

    internal static SecretOwner Parse(string text) =>
        WireId.TryParse<ProjectId>(text, out var project) ? Of(project) : Of(WireId.Parse<UserId>(text));
}

/// <summary>Stored as the wire id of the project or user.</summary>
public sealed class SecretOwnerConverter()
    : ValueConverter<SecretOwner, string>(owner => owner.ToString(), text => SecretOwner.Parse(text));
