using Studio.Domain.PullSecrets;
using Studio.Hosting;

namespace Studio.Adapters.Registries;

/// <summary>How far Studio goes when it talks to a registry itself.</summary>
/// <param name="DenyPrivate"><c>Studio:Registries:DenyPrivate</c>.</param>
/// <param name="Limit">For all steps of a test together.</param>
sealed record RegistryProbeOptions(bool DenyPrivate, TimeSpan Limit)
{
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(10);
}

static class RegistriesSlice
{
    /// <summary>The adapter that talks to registries, to test credentials. Images are pulled by the engine.</summary>
    public static IServiceCollection AddRegistries(this IServiceCollection services, StudioOptions options) =>
        services
            .AddSingleton(new RegistryRules(options.DenyPrivateRegistries))
            .AddSingleton(new RegistryProbeOptions(options.DenyPrivateRegistries, RegistryProbeOptions.DefaultLimit))
            .AddSingleton<IRegistryProbe, RegistryProbe>();
}
