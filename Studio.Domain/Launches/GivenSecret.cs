using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Studio.Domain.SecretKeys;

namespace Studio.Domain.Launches;

/// <summary>
/// A version of a collection that something in a launch's container was given after it had started: a command, a terminal. It is kept
/// as long as the launch, so that what the container printed stays redacted.
/// </summary>
sealed class GivenSecret
{
    GivenSecret() { }

    public GivenSecret(LaunchId launch, SecretKeysId collection, int version) =>
        (Launch, Collection, Version) = (launch, $"{collection}", version);

    public LaunchId Launch { get; private set; }

    /// <summary>Wire id: the collection may be deleted.</summary>
    public string Collection { get; private set; } = "";

    public int Version { get; private set; }
}

sealed class GivenSecretsConfiguration : IEntityTypeConfiguration<GivenSecret>
{
    public void Configure(EntityTypeBuilder<GivenSecret> given)
    {
        given.ToTable("GivenSecrets");
        given.HasKey(row => new
        {
            row.Launch,
            row.Collection,
            row.Version,
        });
        given.HasIndex(row => new { row.Collection, row.Version });
        given.HasOne<Launch>().WithMany().HasForeignKey(row => row.Launch).OnDelete(DeleteBehavior.Cascade);
    }
}
