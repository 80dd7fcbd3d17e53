using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Studio.Domain.Common;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;

namespace Studio.Domain.Services;

sealed class ServicesConfiguration : IEntityTypeConfiguration<Service>
{
    public void Configure(EntityTypeBuilder<Service> service)
    {
        service.ToTable("Services");
        service.HasIndex(row => new { row.Project, row.Name }).IsUnique();
        service.HasIndex(row => new { row.Project, row.UpdatedAt });
        service.Property(row => row.Changes).HasColumnName("Version").IsConcurrencyToken();
        service.Property(row => row.Desired).HasConversion<string>();
        service
            .HasMany(row => row.Revisions)
            .WithOne()
            .HasForeignKey(row => row.Service)
            .OnDelete(DeleteBehavior.Cascade);
        service.Navigation(row => row.Revisions).HasField("_revisions").UsePropertyAccessMode(PropertyAccessMode.Field);
        service.HasMany(row => row.Uses).WithOne().HasForeignKey(row => row.Service).OnDelete(DeleteBehavior.Cascade);
        service.Navigation(row => row.Uses).HasField("_uses").UsePropertyAccessMode(PropertyAccessMode.Field);
    }
}

sealed class ServiceUsesConfiguration : IEntityTypeConfiguration<ServiceUse>
{
    public void Configure(EntityTypeBuilder<ServiceUse> use)
    {
        use.ToTable("ServiceUses");
        use.HasKey(row => new { row.Service, row.Subject });
        use.HasIndex(row => row.Subject);
    }
}

sealed class ServiceRevisionsConfiguration : IEntityTypeConfiguration<ServiceRevision>
{
    public void Configure(EntityTypeBuilder<ServiceRevision> revision)
    {
        revision.ToTable("ServiceRevisions");
        revision.HasIndex(row => new { row.Service, row.Number }).IsUnique();
        revision
            .Property(row => row.Definition)
            .HasConversion(
                definition => DefinitionJson.Write(definition),
                json => JsonSerializer.Deserialize(json, DefinitionJson.Default.ServiceDefinition)!
            );
    }
}

/// <summary>The stored form of a definition.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    Converters = [typeof(WireIdJson<SecretKeysId>), typeof(WireIdJson<PullSecretId>)]
)]
[JsonSerializable(typeof(ServiceDefinition))]
sealed partial class DefinitionJson : JsonSerializerContext
{
    public static string Write(ServiceDefinition definition) =>
        JsonSerializer.Serialize(definition, Default.ServiceDefinition);
}

sealed class WireIdJson<TId> : JsonConverter<TId>
    where TId : struct, IWireId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireId.TryParse<TId>(reader.GetString(), out var id) ? id : throw new JsonException("Not an id.");

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(WireId.Format(value));
}
