using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Studio.Domain.Audit;

sealed class AuditConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("AuditEntries");
        // Not the sequence: it is given while saving, and two entries of one save would have the same until then.
        entry.HasKey(row => row.Id);
        entry.HasIndex(row => row.Sequence).IsUnique();
        entry.HasIndex(row => new { row.Action, row.Sequence });
        entry.HasIndex(row => new { row.ActorId, row.Sequence });
        entry.HasIndex(row => new { row.ActorName, row.Sequence });
        entry.HasIndex(row => new { row.TokenId, row.Sequence });
        entry.HasIndex(row => new { row.SubjectId, row.Sequence });
        entry.HasIndex(row => new { row.SubjectName, row.Sequence });
        entry.HasIndex(row => row.At);
    }
}
