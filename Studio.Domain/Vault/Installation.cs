using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Studio.Domain.Vault;

/// <summary>
/// The one row that says which Studio this database belongs to. Its canary proves, before anything is written, that the keys at
/// hand open this database.
/// </summary>
public sealed class Installation
{
    const string CanaryPurpose = "Studio.Vault.Canary.v1";

    Installation() { }

    internal Installation(MasterKey masterKey, Guid vaultKey, IDataProtectionProvider provider, DateTimeOffset now)
    {
        Id = Guid.CreateVersion7();
        CreatedAt = now;
        MasterKeyId = masterKey.Id;
        VaultKeyId = vaultKey;
        Canary = Protector(provider).Protect("studio"u8.ToArray());
    }

    public Guid Id { get; private set; }

    /// <summary>8 hex digits, the value of the label <c>studio.instance</c> on everything that this Studio makes.</summary>
    public string InstanceId => Id.ToString("N")[^8..];

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary><see cref="MasterKey.Id"/> of the key that opens this database.</summary>
    public string MasterKeyId { get; private set; } = "";

    public Guid VaultKeyId { get; private set; }

    public byte[] Canary { get; private set; } = [];

    internal bool IsOpenedBy(IDataProtectionProvider provider)
    {
        try
        {
            return Protector(provider).Unprotect(Canary).AsSpan().SequenceEqual("studio"u8);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    IDataProtector Protector(IDataProtectionProvider provider) =>
        provider.CreateProtector(CanaryPurpose, Id.ToString("N"));
}

sealed class InstallationConfiguration : IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Installation> installation)
    {
        installation.ToTable("Installation");
        installation.Property(row => row.Id).ValueGeneratedNever();
        installation.Ignore(row => row.InstanceId);
    }
}
