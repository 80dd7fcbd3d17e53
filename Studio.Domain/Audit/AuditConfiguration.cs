using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Studio.Domain.Audit;

sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("AuditEntries");
        entry.HasKey(row => row.Sequence);
        entry.Property(row => row.Sequence).ValueGeneratedNever();
        entry.HasIndex(row => row.Id).IsUnique();
        entry.HasIndex(row => new { row.Action, row.Sequence });
        entry.HasIndex(row => new { row.ActorName, row.Sequence });
        entry.HasIndex(row => new { row.SubjectId, row.Sequence });
        entry.HasIndex(row => row.At);
    }
}
