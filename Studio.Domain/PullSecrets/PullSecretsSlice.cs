using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.PullSecrets;

/// <summary>
/// Pull secrets: registry credentials. <see cref="IPullSecretUsage"/> is registered by who uses them, <see cref="IRegistryProbe"/>
/// by the adapter.
/// </summary>
public static class PullSecretsSlice
{
    public static IServiceCollection AddPullSecrets(this IServiceCollection services) =>
        services
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
