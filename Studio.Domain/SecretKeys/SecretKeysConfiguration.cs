using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Studio.Domain.SecretKeys;

sealed class SecretKeysConfiguration : IEntityTypeConfiguration<SecretKeyCollection>
{
    const string Collection = "CollectionId";

    public void Configure(EntityTypeBuilder<SecretKeyCollection> keys)
    {
        keys.ToTable("SecretKeys");
        keys.HasIndex(row => new { row.Project, row.Name }).IsUnique();
        keys.HasIndex(row => new { row.Project, row.UpdatedAt });
        keys.Property(row => row.Version).IsConcurrencyToken();
        keys.Ignore(row => row.Entries);

        // Not owned types: a list loads neither entries nor versions unless it asks for them.
        keys.HasMany<SecretKeyEntry>("_entries").WithOne().HasForeignKey(Collection).OnDelete(DeleteBehavior.Cascade);
        keys.HasMany(row => row.Versions).WithOne().HasForeignKey(Collection).OnDelete(DeleteBehavior.Cascade);
        keys.Navigation(row => row.Versions).HasField("_versions").UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

sealed class SecretKeyEntryConfiguration : IEntityTypeConfiguration<SecretKeyEntry>
{
    public void Configure(EntityTypeBuilder<SecretKeyEntry> entry)
    {
        entry.ToTable("SecretKeyEntries");
        entry.Property<SecretKeysId>("CollectionId");
        entry.HasKey("CollectionId", nameof(SecretKeyEntry.Name), nameof(SecretKeyEntry.Version));
        entry.Property(row => row.Delivery).HasConversion<string>();
        entry.HasIndex("CollectionId", nameof(SecretKeyEntry.RemovedIn));
    }
}

sealed class SecretKeysVersionConfiguration : IEntityTypeConfiguration<SecretKeysVersion>
{
    public void Configure(EntityTypeBuilder<SecretKeysVersion> version)
    {
        version.ToTable("SecretKeysVersions");
        version.Property<SecretKeysId>("CollectionId");
        version.HasKey("CollectionId", nameof(SecretKeysVersion.Number));
    }
}
