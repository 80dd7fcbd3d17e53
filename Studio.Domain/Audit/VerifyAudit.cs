using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.Audit;

/// <summary>Walks the chain of the audit log and says where it first breaks.</summary>
public sealed class VerifyAudit(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    const int BatchSize = 1000;

    public async Task<Result<AuditVerdict>> RunAsync(Actor actor, CancellationToken stop)
    {
        if (await audit.RefusalAsync(actor, Permission.ReadAudit, null, AuditActions.ReadAudit, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var (checkedUpTo, hash) = (0L, AuditEntry.Genesis);
        while (true)
        {
            var batch = await database
                .AuditEntries.AsNoTracking()
                .Where(entry => entry.Sequence > checkedUpTo)
                .OrderBy(entry => entry.Sequence)
                .Take(BatchSize)
                .ToListAsync(stop);
            if (batch.Count == 0)
                return new AuditVerdict(checkedUpTo, null, null);
            foreach (var entry in batch)
            {
                if (
                    entry.Sequence != checkedUpTo + 1
                    || entry.PreviousHash != hash
                    || entry.ComputeHash() != entry.Hash
                )
                    return new AuditVerdict(checkedUpTo, entry.Id, entry.Sequence);
                (checkedUpTo, hash) = (entry.Sequence, entry.Hash);
            }
        }
    }
}

/// <param name="Entries">How many fit, from the first.</param>
/// <param name="Broken">The first entry that was changed, or that follows one which was changed or removed; null: all fit.</param>
public sealed record AuditVerdict(long Entries, AuditEntryId? Broken, long? BrokenSequence);
