using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>Which secret keys a page is about.</summary>
public enum Library
{
    /// <summary>Those of the project.</summary>
    Project,

    /// <summary>The signed-in person's own.</summary>
    Personal,
}

static class Libraries
{
    public static SecretOwner Owner(this Library library, Actor actor, ProjectId project) =>
        library == Library.Personal ? SecretOwner.Of(actor.User ?? default) : project;

    /// <summary>What is needed to change something in it.</summary>
    public static Permission Permission(this Library library) =>
        library == Library.Personal
            ? Domain.Identity.Permission.UsePersonalSecrets
            : Domain.Identity.Permission.ManageSecrets;

    /// <summary>The page of a collection.</summary>
    public static string Path(this Library library, string name) => $"{Root(library)}/{name}";

    /// <summary>The list.</summary>
    public static string List(this Library library) => library == Library.Personal ? Root(library) : "/secrets";

    /// <summary>The form of a new collection.</summary>
    /// <param name="preset">Id of the preset that it begins with; null: none.</param>
    public static string New(this Library library, string? preset = null) =>
        preset is null ? $"{Root(library)}/new" : $"{Root(library)}/new?preset={preset}";

    static string Root(Library library) => library == Library.Personal ? "/secrets/personal" : "/secrets/keys";
}
