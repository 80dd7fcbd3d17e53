using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>Lists the collections of a project. Looks at the names of entries, and at no value.</summary>
public sealed class ListSecretKeys(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, ISecretUsage usage)
{
    /// <param name="page">Search is in names; sorts by name, createdAt, updatedAt and entries, by name if not asked.</param>
    /// <param name="unused">Only those that no service uses.</param>
    public async Task<Result<Page<SecretKeysListItem>>> RunAsync(
        Actor actor,
        ProjectId project,
        PageRequest page,
        bool unused,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.View, project, Action, stop) is { } denied)
            return denied;
        if (page.Check("name", "createdAt", "updatedAt", "entries") is { } invalid)
            return invalid;

        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = database.SecretKeys.AsNoTracking().Where(row => row.Project == project);
        // Names have no upper case: no need for a comparison that ignores it.
        if (page.Search?.ToLowerInvariant() is { Length: > 0 } part)
            rows = rows.Where(row => row.Name.Contains(part));
        if (unused)
        {
            var used = (await usage.FindAsync(project, null, stop)).Select(users => users.Key).ToList();
            rows = rows.Where(row => !used.Contains(row.Id));
        }

        var collections = await Sort(rows, page.Sort).Skip(page.Skip).Take(page.Size).ToListAsync(stop);
        var ids = collections.ConvertAll(keys => keys.Id);
        var names = (
            await database
                .Set<SecretKeyEntry>()
                .Where(entry => ids.Contains(entry.Collection) && entry.RemovedIn == null)
                .OrderBy(entry => entry.Name)
                .Select(entry => new { entry.Collection, entry.Name })
                .ToListAsync(stop)
        ).ToLookup(entry => entry.Collection, entry => entry.Name);
        var users = await usage.FindAsync(project, ids, stop);
        var items = collections.ConvertAll(keys => new SecretKeysListItem(
            keys.Id,
            keys.Name,
            keys.Description,
            keys.EntryCount,
            [.. names[keys.Id]],
            keys.Version,
            UseCount.Of(users[keys.Id].Select(user => user.Running)),
            keys.CreatedAt,
            keys.UpdatedAt,
            keys.UpdatedBy
        ));
        return new Page<SecretKeysListItem>(items, page.Number, page.Size, await rows.CountAsync(stop));
    }

    static IQueryable<SecretKeyCollection> Sort(IQueryable<SecretKeyCollection> rows, string? by) =>
        by switch
        {
            "-name" => rows.OrderByDescending(row => row.Name),
            "createdAt" => rows.OrderBy(row => row.CreatedAt).ThenBy(row => row.Name),
            "-createdAt" => rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Name),
            "updatedAt" => rows.OrderBy(row => row.UpdatedAt).ThenBy(row => row.Name),
            "-updatedAt" => rows.OrderByDescending(row => row.UpdatedAt).ThenByDescending(row => row.Name),
            "entries" => rows.OrderBy(row => row.EntryCount).ThenBy(row => row.Name),
            "-entries" => rows.OrderByDescending(row => row.EntryCount).ThenByDescending(row => row.Name),
            _ => rows.OrderBy(row => row.Name),
        };
}
