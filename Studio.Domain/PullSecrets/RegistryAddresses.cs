using System.Net;
using System.Net.Sockets;

namespace Studio.Domain.PullSecrets;

/// <summary>
/// Which addresses a registry may have: not those where a cloud keeps the credentials of this machine, and none that is not one
/// host (<see href="https://www.iana.org/assignments/iana-ipv4-special-registry/">IANA's special-purpose registry</see>).
/// </summary>
public static class RegistryAddresses
{
    /// <summary>Metadata services outside of the link-local ranges: AWS over IPv6, Azure's wire server, Alibaba, Oracle.</summary>
    static readonly IPAddress[] Metadata =
    [
        IPAddress.Parse("fd00:ec2::254"),
        IPAddress.Parse("168.63.129.16"),
        IPAddress.Parse("100.100.100.200"),
        IPAddress.Parse("192.0.0.192"),
    ];

    static readonly IPNetwork[] LinkLocal = [IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("fe80::/10")];

    static readonly IPNetwork[] Multicast = [IPNetwork.Parse("224.0.0.0/4"), IPNetwork.Parse("ff00::/8")];

    static readonly IPNetwork[] Unusable =
    [
        IPNetwork.Parse("0.0.0.0/8"),
        IPNetwork.Parse("240.0.0.0/4"),
        IPNetwork.Parse("::/128"),
    ];

    static readonly IPNetwork[] Private =
    [
        IPNetwork.Parse("127.0.0.0/8"),
        IPNetwork.Parse("10.0.0.0/8"),
        IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("::1/128"),
        IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fec0::/10"),
    ];

    /// <summary>Addresses of IPv6 whose last 32 bits are one of IPv4 (NAT64).</summary>
    static readonly IPNetwork Translated = IPNetwork.Parse("64:ff9b::/96");

    /// <summary>Why Studio does not connect there, as a sentence; null when it may.</summary>
    public static string? Refusal(IPAddress address, bool denyPrivate)
    {
        var plain = Unwrap(address);
        return IsIn(LinkLocal, plain) || Metadata.Contains(plain)
                ? "This is a link-local or metadata address: no registry is there."
            : IsIn(Multicast, plain) ? "This is a multicast address: no registry is there."
            : IsIn(Unusable, plain) ? "This address is not one of a host: no registry is there."
            : denyPrivate && IsIn(Private, plain)
                ? "This is a private address, and Studio:Registries:DenyPrivate refuses those."
            : null;
    }

    /// <summary>The same for a server as people write it; null for names, which stand for any address.</summary>
    public static string? Refusal(string server, bool denyPrivate)
    {
        var (host, _) = RegistryServer.Split(server);
        // https://www.rfc-editor.org/rfc/rfc6761#section-6.3
        if (host is "localhost" || host.EndsWith(".localhost", StringComparison.Ordinal))
            return Refusal(IPAddress.Loopback, denyPrivate);
        return IPAddress.TryParse(host, out var address) ? Refusal(address, denyPrivate) : null;
    }

    static IPAddress Unwrap(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 && Translated.Contains(address)
            ? new IPAddress(address.GetAddressBytes().AsSpan(12))
        // A scope (fe80::1%eth0) says on which link, not what kind of address it is.
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress(address.GetAddressBytes())
        : address;

    static bool IsIn(IPNetwork[] networks, IPAddress address) =>
        networks.Any(network =>
            network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)
        );
}
