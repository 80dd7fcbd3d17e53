using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.SecretKeys;

/// <summary>Secret keys: named collections of values. <see cref="ISecretUsage"/> is registered by who uses them.</summary>
public static class SecretKeysSlice
{
    public static IServiceCollection AddSecretKeys(this IServiceCollection services) =>
        services
            .AddSingleton<CreateSecretKeys>()
            .AddSingleton<ListSecretKeys>()
            .AddSingleton<GetSecretKeys>()
            .AddSingleton<UpdateSecretKeys>()
            .AddSingleton<SetEntry>()
            .AddSingleton<RemoveEntry>()
            .AddSingleton<DeleteSecretKeys>()
            .AddSingleton<ListSecretKeysVersions>()
            .AddSingleton<RestoreSecretKeys>()
            .AddSingleton<ImportSecretKeys>()
            .AddSingleton<VersionPruning>()
            .AddSingleton<ListPresets>()
            .AddSingleton<ListExpiringEntries>()
            .AddSingleton<ListUserSecretKeys>()
            .AddSingleton<DeleteUserSecretKeys>()
            .AddSingleton<ResolveSelectors>()
            .AddSingleton<ExpiryReminders>()
            .AddHostedService(provider => provider.GetRequiredService<ExpiryReminders>())
            .AddSingleton<GetSecretKeysUsage>()
            .AddSingleton<SecretKeysReader>()
            .AddSingleton<SecretKeysChange>()
            .AddSingleton<SecretKeysMetadata>()
            .AddSingleton<OpenSecretValues>();
}
