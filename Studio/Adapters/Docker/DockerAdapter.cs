using Studio.Docker;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Vault;
using Studio.Hosting;

namespace Studio.Adapters.Docker;

static class DockerAdapter
{
    /// <summary>The engine of this host.</summary>
    /// <exception cref="StartException">The endpoint is of a kind that is not supported.</exception>
    public static IServiceCollection AddDocker(this IServiceCollection services, StudioOptions options)
    {
        try
        {
            var endpoint = DockerEndpoint.Parse(options.DockerEndpoint, options.DockerCertificates);
            services.AddSingleton(new DockerClient(endpoint));
        }
        catch (FormatException error)
        {
            throw new StartException("Studio:Docker:Endpoint", $"(or DOCKER_HOST) cannot be used. {error.Message}");
        }

        return services
            .AddSingleton<IContainerEngine, DockerEngine>()
            .AddSingleton<IHealthProbe, HttpHealthProbe>()
            .AddSingleton(new LaunchOptions(options.LaunchSettle))
            .AddSingleton(provider => new ContainerLabels(() => provider.GetRequiredService<StudioVault>().InstanceId));
    }
}
