namespace Studio.Domain.PullSecrets;

/// <summary>Where registries may be. Told by the configuration.</summary>
/// <param name="DenyPrivate"><c>Studio:Registries:DenyPrivate</c>: no loopback and no private addresses.</param>
public sealed record RegistryRules(bool DenyPrivate)
{
    /// <summary>
    /// Why a registry server may not be used, as far as its text tells: an address, or this machine by name. Null otherwise.
    /// </summary>
    /// <remarks>
    /// The engine resolves other names and dials them itself, follows where registries send it, and goes through its own proxy: what a
    /// name stands for is looked at only when credentials are tested. To keep the engine from a network takes a firewall.
    /// </remarks>
    /// <param name="server">Host and optional port, of an image or a pull secret.</param>
    public string? Refusal(string server) => RegistryAddresses.Refusal(server, DenyPrivate);
}
