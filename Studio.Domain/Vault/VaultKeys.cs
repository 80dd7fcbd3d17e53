using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption;
using Microsoft.AspNetCore.DataProtection.AuthenticatedEncryption.ConfigurationModel;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace Studio.Domain.Vault;

/// <summary>
/// The vault's keys on disk, wrapped by the master key: a DataProtection key ring apart from the web's.
/// </summary>
/// <remarks>
/// Automatic key generation is off. With it on, a lost or foreign ring would quietly be given a new key, and values written under
/// that would be lost to whoever finds the right one.
/// </remarks>
sealed class VaultKeys(string folder)
{
    // Keys are replaced by an explicit rotation, never by the calendar.
    static readonly TimeSpan Lifetime = TimeSpan.FromDays(365 * 100);

    /// <summary>A provider that opens what was sealed under these keys, if the master key is the right one.</summary>
    public IDataProtectionProvider Open(MasterKey key) => Ring(key).GetRequiredService<IDataProtectionProvider>();

    /// <summary>Makes a key and writes it to the folder.</summary>
    /// <returns>Its id.</returns>
    public Guid Create(MasterKey key, DateTimeOffset now) =>
        Ring(key).GetRequiredService<IKeyManager>().CreateNewKey(now, now + Lifetime).KeyId;

    /// <summary>The keys that exist, whether or not they can be opened.</summary>
    public IReadOnlyList<VaultKey> List() =>
        [
            .. Ring(MasterKey.Create())
                .GetRequiredService<IKeyManager>()
                .GetAllKeys()
                .Select(key => new VaultKey(key.KeyId, key.CreationDate))
                .OrderByDescending(key => key.CreatedAt),
        ];

    ServiceProvider Ring(MasterKey key)
    {
        var services = new ServiceCollection();
        services.AddSingleton(key);
        services
            .AddDataProtection()
            .SetApplicationName("Studio.Vault")
            .PersistKeysToFileSystem(new DirectoryInfo(folder))
            .UseCryptographicAlgorithms(
                new AuthenticatedEncryptorConfiguration { EncryptionAlgorithm = EncryptionAlgorithm.AES_256_GCM }
            )
            .AddKeyManagementOptions(options =>
            {
                options.AutoGenerateKeys = false;
                options.XmlEncryptor = new MasterKeyEncryptor(key);
            });
        return services.BuildServiceProvider();
    }
}

/// <summary>A key of the vault, without its material.</summary>
public sealed record VaultKey(Guid Id, DateTimeOffset CreatedAt);
