using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Studio.Domain.SecretKeys;

sealed class SecretKeysConfiguration : IEntityTypeConfiguration<SecretKeyCollection>
{
    public void Configure(EntityTypeBuilder<SecretKeyCollection> keys)
    {
        keys.ToTable("SecretKeys");
        // Of a deleted one the name is free, and nobody finds it but who rolls back.
        keys.HasIndex(row => new { row.Owner, row.Name }).IsUnique().HasFilter("\"DeletedAt\" IS NULL");
        keys.HasQueryFilter(row => row.DeletedAt == null);
        // One index for each order that a list can be asked for: a page of ten thousand is read, not sorted.
        keys.HasIndex(row => new
        {
            row.Owner,
            row.CreatedAt,
            row.Name,
        });
        keys.HasIndex(row => new
        {
            row.Owner,
            row.UpdatedAt,
            row.Name,
        });
        keys.HasIndex(row => new
        {
            row.Owner,
            row.EntryCount,
            row.Name,
        });
        keys.Property(row => row.Version).IsConcurrencyToken();
        keys.Ignore(row => row.Entries);

        // Not owned types: a list loads neither entries nor versions unless it asks for them.
        keys.HasMany<SecretKeyEntry>("_entries")
            .WithOne()
            .HasForeignKey(entry => entry.Collection)
            .OnDelete(DeleteBehavior.Cascade);
        keys.HasMany(row => row.Versions)
            .WithOne()
            .HasForeignKey(version => version.Collection)
            .OnDelete(DeleteBehavior.Cascade);
        keys.Navigation(row => row.Versions).HasField("_versions").UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

sealed class SecretKeyEntryConfiguration : IEntityTypeConfiguration<SecretKeyEntry>
{
    public void Configure(EntityTypeBuilder<SecretKeyEntry> entry)
    {
        entry.ToTable("SecretKeyEntries");
        entry.HasKey(row => new
        {
            row.Collection,
            row.Name,
            row.Version,
        });
        entry.Ignore(row => row.Sealed);
        entry.Property(row => row.Delivery).HasConversion<string>();
        entry.HasIndex(row => row.ExpiresAt);
        // Covers the names of a page of collections.
        entry.HasIndex(row => new
        {
            row.Collection,
            row.RemovedIn,
            row.Name,
        });
    }
}

sealed class SecretKeysVersionConfiguration : IEntityTypeConfiguration<SecretKeysVersion>
{
    public void Configure(EntityTypeBuilder<SecretKeysVersion> version)
    {
        version.ToTable("SecretKeysVersions");
        version.HasKey(row => new { row.Collection, row.Number });
    }
}
