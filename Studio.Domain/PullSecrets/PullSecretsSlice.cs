using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Studio.Domain.PullSecrets;

/// <summary>
/// Pull secrets: registry credentials. <see cref="IPullSecretUsage"/> is registered by who uses them, <see cref="IRegistryProbe"/>
/// by the adapter, which may replace <see cref="RegistryRules"/> too.
/// </summary>
public static class PullSecretsSlice
{
    public static IServiceCollection AddPullSecrets(this IServiceCollection services)
    {
        services.TryAddSingleton(new RegistryRules(DenyPrivate: false));
        return services
            .AddSingleton<CreatePullSecret>()
            .AddSingleton<ListPullSecrets>()
            .AddSingleton<GetPullSecret>()
            .AddSingleton<UpdatePullSecret>()
            .AddSingleton<DeletePullSecret>()
            .AddSingleton<TestPullSecret>()
            .AddSingleton<TestUnsavedPullSecret>()
            .AddSingleton<RegistryTester>()
            .AddSingleton<OpenCredentials>();
    }
}
