using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.Audit;

/// <summary>Which entries are asked for; null does not filter.</summary>
/// <param name="Actor">Id or name of a user, or id of a token.</param>
/// <param name="Action">One of <see cref="AuditActions"/>.</param>
/// <param name="Subject">Id or name.</param>
/// <param name="From">Inclusive.</param>
/// <param name="To">Exclusive.</param>
public sealed record AuditFilter(
    string? Actor = null,
    string? Action = null,
    string? Subject = null,
    DateTimeOffset? From = null,
    DateTimeOffset? To = null
);

/// <summary>Reads the audit log, newest first.</summary>
public sealed class ListAudit(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    public async Task<Result<Page<AuditEntry>>> RunAsync(
        Actor actor,
        AuditFilter filter,
        PageRequest page,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.ReadAudit, null, AuditActions.ReadAudit, stop) is { } denied)
            return denied;
        if (page.Check() is { } invalid)
            return invalid;
        await using var database = await databases.CreateDbContextAsync(stop);
        var entries = database.AuditEntries.AsNoTracking();
        if (filter.Actor is { } who)
            entries = entries.Where(row => row.ActorName == who || row.ActorId == who || row.TokenId == who);
        if (filter.Action is { } action)
            entries = entries.Where(row => row.Action == action);
        if (filter.Subject is { } subject)
            entries = entries.Where(row => row.SubjectId == subject || row.SubjectName == subject);
        if (filter.From is { } from)
            entries = entries.Where(row => row.At >= from);
        if (filter.To is { } to)
            entries = entries.Where(row => row.At < to);
        return await entries.OrderByDescending(row => row.Sequence).ToPageAsync(page, stop);
    }
}
