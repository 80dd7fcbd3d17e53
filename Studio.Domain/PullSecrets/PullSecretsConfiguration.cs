using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Studio.Domain.PullSecrets;

sealed class PullSecretsConfiguration : IEntityTypeConfiguration<PullSecret>
{
    public void Configure(EntityTypeBuilder<PullSecret> secret)
    {
        secret.ToTable("PullSecrets");
        secret.HasIndex(row => new { row.Project, row.Name }).IsUnique();
        secret.Property(row => row.Version).IsConcurrencyToken();
        secret.Property(row => row.Kind).HasConversion<string>();
        secret.Ignore(row => row.Place);
        secret
            .Property(row => row.Details)
            .HasConversion(
                details => JsonSerializer.Serialize(details, JsonSerializerOptions.Default),
                json => JsonSerializer.Deserialize<Dictionary<string, string>>(json, JsonSerializerOptions.Default)!,
                new ValueComparer<Dictionary<string, string>>(
                    (one, other) => one!.Count == other!.Count && !one.Except(other).Any(),
                    details => details.Count,
                    details => new Dictionary<string, string>(details)
                )
            );
    }
}
