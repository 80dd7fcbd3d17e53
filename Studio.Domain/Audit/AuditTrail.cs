using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.Audit;

/// <summary>
/// Writes the audit log. <see cref="Record"/> adds an entry to the caller's context, so it commits with the intent or not at all;
/// if it cannot be written, the act does not happen.
/// </summary>
/// <param name="sealedAudit">Where entries wait that come while the vault is sealed; null: there are none.</param>
public sealed class AuditTrail(
    IDbContextFactory<StudioDbContext> databases,
    TimeProvider clock,
    SealedAudit? sealedAudit = null
)
{
    /// <summary>Adds an entry to what the caller is about to save.</summary>
    public void Record(
        StudioDbContext database,
        Actor actor,
        string action,
        AuditSubject subject,
        string? detail = null,
        string result = "ok",
        string? access = null
    ) => database.Add(new AuditEntry(actor, action, subject, result, detail, clock.GetUtcNow(), access));

    /// <summary>
    /// Null when the actor may do this. Otherwise the refusal, which has been audited: use cases begin with
    /// <c>if (await audit.RefusalAsync(…) is { } denied) return denied;</c>. Who is limited to another project is told that there is
    /// no such thing.
    /// </summary>
    public async Task<Problem?> RefusalAsync(
        Actor actor,
        Permission permission,
        ProjectId? project,
        string action,
        CancellationToken stop
    )
    {
        if (actor.Can(permission, project))
            return null;
        // Looking is refused often and harms nothing; an attempt to act is worth a line.
        if (permission != Permission.View)
            await WriteAsync(
                actor,
                AuditActions.Refuse,
                new(null, action, project),
                $"needs {permission.WireName()}",
                "refused",
                stop
            );
        if (actor.Project is { } only && project is not null && project != only)
            return new Missing("The project");
        return new Denied(
            $"You do not have the permission to do this ({permission.WireName()}). Ask an administrator."
        );
    }

    /// <summary>
    /// Writes one entry on its own, for acts that change nothing else. While sealed it waits outside of the database.
    /// </summary>
    public async Task WriteAsync(
        Actor actor,
        string action,
        AuditSubject subject,
        string? detail,
        string result,
        CancellationToken stop
    )
    {
        var entry = new AuditEntry(actor, action, subject, result, detail, clock.GetUtcNow());
        await using var database = await databases.CreateDbContextAsync(stop);
        database.Add(entry);
        try
        {
            await database.SaveChangesAsync(stop);
        }
        catch (SealedException) when (sealedAudit is not null)
        {
            await sealedAudit.WriteAsync(entry, stop);
        }
    }
}
