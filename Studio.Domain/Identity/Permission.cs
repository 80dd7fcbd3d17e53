using System.Text.Json;

namespace Studio.Domain.Identity;

/// <summary>What an actor may do. Roles and token scopes are sets of these.</summary>
public enum Permission
{
    /// <summary>See secret keys, pull secrets, services and launches of a project: names and masked previews, no values.</summary>
    View,

    /// <summary>Create, change and delete secret keys and pull secrets; test registry credentials.</summary>
    ManageSecrets,

    /// <summary>Create, change and delete services.</summary>
    ManageServices,

    /// <summary>Launch, restart and stop services.</summary>
    LaunchServices,

    /// <summary>Read the audit log.</summary>
    ReadAudit,

    /// <summary>Create, list and revoke one's own API tokens.</summary>
    ManageTokens,

    /// <summary>Create and list users.</summary>
    ManageUsers,

    /// <summary>See the state of the vault's keys, and unseal it.</summary>
    ManageKeys,

    /// <summary>Keep a library of one's own secret keys, which nobody else sees.</summary>
    UsePersonalSecrets,

    /// <summary>Run commands and open terminals in containers, with any of the project's secret keys.</summary>
    RunCommands,
}

/// <summary>How permissions are called on the wire: in kebab-case, such as <c>manage-secrets</c>.</summary>
public static class Permissions
{
    static readonly Dictionary<string, Permission> ByName = Enum.GetValues<Permission>().ToDictionary(WireName);

    public static IEnumerable<string> WireNames => ByName.Keys;

    public static string WireName(this Permission permission) =>
        JsonNamingPolicy.KebabCaseLower.ConvertName(permission.ToString());

    public static bool TryParse(string name, out Permission permission) => ByName.TryGetValue(name, out permission);
}
