using Microsoft.AspNetCore.HttpOverrides;

namespace Studio.Hosting;

/// <summary>
/// A TLS proxy in front: who asked, by which name and scheme, is what the proxy says. Only one on this machine is believed, or one
/// that <c>Studio:TrustedProxies</c> names, for whoever is believed chooses the address that sign-in attempts are counted by.
/// </summary>
static class ProxyHosting
{
    public static IServiceCollection AddTrustedProxies(this IServiceCollection services, StudioOptions options) =>
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            forwarded.ForwardedHeaders =
                ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost;
            // Loopback is in the list already.
            foreach (var proxy in options.TrustedProxies)
                forwarded.KnownIPNetworks.Add(proxy);
        });
}
