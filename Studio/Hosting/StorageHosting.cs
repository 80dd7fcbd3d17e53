using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Identity;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Hosting;

/// <summary>What lives in the data directory, and how it is opened.</summary>
static class StorageHosting
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static IServiceCollection AddStorage(this IServiceCollection services, StudioOptions options)
    {
        // Other keys than the vault's: whoever loses these only signs in again.
        services
            .AddDataProtection()
            .SetApplicationName("Studio")
            .PersistKeysToFileSystem(new DirectoryInfo(options.WebKeys));
        return services
            .AddSingleton(options)
            .AddSingleton(options.MasterKey)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<InstanceLock>()
            // Sealed until the vault has proved that it opens this database.
            .AddSingleton(_ => new WriteGate { Sealed = true })
            .AddSingleton(provider =>
                ActivatorUtilities.CreateInstance<StudioDatabases>(provider, options.DatabaseFile)
            )
            .AddSingleton<IDbContextFactory<StudioDbContext>>(provider =>
                provider.GetRequiredService<StudioDatabases>()
            )
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<SealedAudit>(provider, options.SealedAuditFile))
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<SetupCode>(provider, options.SetupCodeFile))
            .AddSingleton<MasterKeySources>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<StudioVault>(provider, options.VaultKeys));
    }

    /// <summary>Takes the data directory, opens the vault and the database, and says the setup code of a new installation.</summary>
    /// <exception cref="StartException">Something is in the way.</exception>
    public static async Task OpenStorageAsync(this WebApplication app)
    {
        var services = app.Services;
        var options = services.GetRequiredService<StudioOptions>();
        MakeDirectory(options.DataDirectory);
        services.GetRequiredService<InstanceLock>().Take(options);
        MakeDirectory(options.VaultKeys);
        MakeDirectory(options.WebKeys);

        var vault = services.GetRequiredService<StudioVault>();
        try
        {
            await vault.StartAsync(app.Lifetime.ApplicationStopping);
        }
        catch (MasterKeyException error)
        {
            throw new StartException("Studio:MasterKeyFile", $"cannot be used. {error.Message}");
        }
        catch (Exception error) when (error is UnauthorizedAccessException or IOException)
        {
            throw new StartException("Studio:MasterKeyFile", $"cannot be read or made at {options.MasterKeyFile}.");
        }

        var setupCode = services.GetRequiredService<SetupCode>();
        if (vault.Status.Condition == VaultCondition.WaitingForSetup)
            setupCode.Announce();
        else
            setupCode.Forget();
    }

    static void MakeDirectory(string path)
    {
        try
        {
            Directory.CreateDirectory(path, OwnerOnly);
            File.SetUnixFileMode(path, OwnerOnly);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StartException("Studio:DataDirectory", $"cannot be used: {path} cannot be made or is not ours.");
        }
    }
}
