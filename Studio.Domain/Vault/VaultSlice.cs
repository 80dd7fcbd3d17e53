using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Vault;

public static class VaultSlice
{
    public static IServiceCollection AddVault(this IServiceCollection services) =>
        services
            .AddSingleton(_ => new VaultRing())
            .AddSingleton<SecretVault>()
            .AddSingleton<UnsealVault>()
            .AddSingleton<GetKeysStatus>();
}
