using Studio.Docker;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Vault;
using Studio.Hosting;

namespace Studio.Adapters.Docker;

static class DockerAdapter
{
    /// <summary>The engine of this host.</summary>
    public static IServiceCollection AddDocker(this IServiceCollection services, StudioOptions options) =>
        services
            .AddSingleton(_ => new DockerClient(options.Engine))
            .AddSingleton<IContainerEngine>(provider => new DockerEngine(
                provider.GetRequiredService<DockerClient>(),
                options.LogMegabytes
            ))
            .AddSingleton<IHealthProbe, HttpHealthProbe>()
            .AddSingleton(new LaunchOptions(options.LaunchSettle))
            .AddSingleton(provider => new ContainerLabels(() =>
                provider.GetRequiredService<StudioVault>().Status.InstanceId
            ));
}
