using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

sealed class LaunchesConfiguration : IEntityTypeConfiguration<Launch>
{
    public void Configure(EntityTypeBuilder<Launch> launch)
    {
        launch.ToTable("Launches");
        launch.HasIndex(row => new { row.Service, row.Id });
        launch.HasIndex(row => new { row.Project, row.Id });
        launch.HasIndex(row => row.State);
        launch.Property(row => row.State).HasConversion<string>();
        launch.Property(row => row.Reason).HasConversion<string>().HasDefaultValue(LaunchReason.Launch);
        launch.HasOne<Service>().WithMany().HasForeignKey(row => row.Service).OnDelete(DeleteBehavior.Cascade);
        // A table of its own: who changes a collection asks which of its versions are named.
        launch.OwnsMany(
            row => row.SecretVersions,
            versions =>
            {
                versions.ToTable("LaunchSecretVersions");
                versions.WithOwner().HasForeignKey("Launch");
                versions.HasKey("Launch", nameof(SecretVersion.Id), nameof(SecretVersion.Version));
                versions.HasIndex(used => new { used.Id, used.Version });
            }
        );
        launch.OwnsMany(
            row => row.Steps,
            steps =>
            {
                steps.ToJson();
                steps.Property(step => step.Name).HasConversion<string>();
                steps.Property(step => step.State).HasConversion<string>();
            }
        );
        launch.Navigation(row => row.Steps).HasField("_steps").UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}
