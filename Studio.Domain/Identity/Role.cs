using System.Collections.Frozen;

namespace Studio.Domain.Identity;

/// <summary>What kind of user someone is.</summary>
public enum Role
{
    /// <summary>Sees everything but values; changes nothing.</summary>
    Viewer,

    /// <summary>May do everything. Is root on the host in effect, as the engine's socket is.</summary>
    Administrator,
}

/// <summary>The table of roles and permissions.</summary>
public static class Roles
{
    static readonly FrozenSet<Permission> Viewer = FrozenSet.Create(
        Permission.View,
        Permission.UsePersonalSecrets,
        Permission.ManageTokens
    );
    static readonly FrozenSet<Permission> Administrator = Enum.GetValues<Permission>().ToFrozenSet();

    public const string Rule = "Use one of: administrator, viewer.";

    /// <summary>A role by its wire name.</summary>
    public static bool TryParse(string name, out Role role)
    {
        role = name == Role.Administrator.WireName() ? Role.Administrator : Role.Viewer;
        return name == role.WireName();
    }

    public static string WireName(this Role role) => role == Role.Administrator ? "administrator" : "viewer";

    public static FrozenSet<Permission> Permissions(Role role) =>
        role switch
        {
            Role.Administrator => Administrator,
            Role.Viewer => Viewer,
            _ => FrozenSet<Permission>.Empty,
        };
}
