using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.PullSecrets;

/// <summary>Lists the pull secrets of a project, without their passwords.</summary>
public sealed class ListPullSecrets(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SecretVault vault,
    IPullSecretUsage usage
)
{
    /// <param name="page">Search is in names and servers; sorts by name, server, createdAt and updatedAt, by name if not asked.</param>
    public async Task<Result<Page<PullSecretView>>> RunAsync(
        Actor actor,
        ProjectId project,
        PageRequest page,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewPullSecret;
        if (await audit.RefusalAsync(actor, Permission.View, project, Action, stop) is { } denied)
            return denied;
        if (page.Check("name", "server", "createdAt", "updatedAt") is { } invalid)
            return invalid;

        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = database.PullSecrets.AsNoTracking().Where(row => row.Project == project);
        if (page.Search?.ToLowerInvariant() is { Length: > 0 } part)
            rows = rows.Where(row => row.Name.Contains(part) || row.Server.Contains(part));
        var secrets = await Sort(rows, page.Sort).Skip(page.Skip).Take(page.Size).ToListAsync(stop);
        var users = await usage.FindAsync(project, secrets.ConvertAll(secret => secret.Id), stop);
        var items = secrets.ConvertAll(secret => PullSecretView.Of(secret, vault, users[secret.Id]));
        return new Page<PullSecretView>(items, page.Number, page.Size, await rows.CountAsync(stop));
    }

    static IQueryable<PullSecret> Sort(IQueryable<PullSecret> rows, string? by) =>
        by switch
        {
            "-name" => rows.OrderByDescending(row => row.Name),
            "server" => rows.OrderBy(row => row.Server).ThenBy(row => row.Name),
            "-server" => rows.OrderByDescending(row => row.Server).ThenByDescending(row => row.Name),
            "createdAt" => rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.Name),
            "-createdAt" => rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Name),
            "updatedAt" => rows.OrderBy(row => row.UpdatedAt).ThenBy(row => row.Name),
            "-updatedAt" => rows.OrderByDescending(row => row.UpdatedAt).ThenByDescending(row => row.Name),
            _ => rows.OrderBy(row => row.Name),
        };
}
