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
        return await Matching(database.AuditEntries.AsNoTracking(), filter)
            .OrderByDescending(row => row.Sequence)
            .ToPageAsync(page, stop);
    }

    internal static IQueryable<AuditEntry> Matching(IQueryable<AuditEntry> entries, AuditFilter filter)
    {
        // One column each, so that an index finds them in order: no name has the form of an id.
        if (filter.Actor is { } who)
        {
            entries =
                WireId.TryParse<UserId>(who, out _) ? entries.Where(row => row.ActorId == who)
                : WireId.TryParse<TokenId>(who, out _) ? entries.Where(row => row.TokenId == who)
                : entries.Where(row => row.ActorName == who);
        }

        if (filter.Action is { } action)
            entries = entries.Where(row => row.Action == action);
        if (filter.Subject is { } subject)
        {
            entries = WireId.HasForm(subject)
                ? entries.Where(row => row.SubjectId == subject)
                : entries.Where(row => row.SubjectName == subject);
        }

        if (filter.From is { } from)
            entries = entries.Where(row => row.At >= from);
        if (filter.To is { } to)
            entries = entries.Where(row => row.At < to);
        return entries;
    }
}
