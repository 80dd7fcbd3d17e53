using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>Lists the collections of a project. Looks at the names of entries, and at no value.</summary>
public sealed class ListSecretKeys(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    ISecretUsage usage,
    TimeProvider clock
)
{
    /// <summary>What no launch has used for this long is unused, bound or not.</summary>
    public static readonly TimeSpan UnusedAfter = TimeSpan.FromDays(30);

    /// <param name="page">Search is in names; sorts by name, createdAt, updatedAt and entries, by name if not asked.</param>
    /// <param name="unused">
    /// Only those that no service binds, or that nothing running has and no launch has used for <see cref="UnusedAfter"/>.
    /// </param>
    public async Task<Result<Page<SecretKeysListItem>>> RunAsync(
        Actor actor,
        SecretOwner owner,
        PageRequest page,
        bool unused,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.View, owner, Action, stop) is { } denied)
            return denied;
        if (page.Check("name", "createdAt", "updatedAt", "entries") is { } invalid)
            return invalid;

        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = database.SecretKeys.AsNoTracking().Where(row => row.Owner == owner);
        // Names have no upper case: no need for a comparison that ignores it.
        if (page.Search?.ToLowerInvariant() is { Length: > 0 } part)
            rows = rows.Where(row => row.Name.Contains(part));
        if (unused)
        {
            var since = clock.GetUtcNow() - UnusedAfter;
            var bound = await usage.OfAsync(owner, null, stop);
            var launched = owner.Project is { } project ? await usage.FindLastUsesAsync(project, stop) : null;
            var used = bound
                .Where(users =>
                    users.Any(user => user.Running || user.RevisedAt >= since)
                    || (launched?.TryGetValue(users.Key, out var last) == true && last >= since)
                )
                .Select(users => users.Key)
                .ToList();
            var idle = bound.Select(users => users.Key).Except(used).ToList();
            // What is new has not had the time to be used.
            rows = rows.Where(row => !used.Contains(row.Id) && !(idle.Contains(row.Id) && row.CreatedAt >= since));
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
        var users = await usage.OfAsync(owner, ids, stop);
        var items = collections.ConvertAll(keys => new SecretKeysListItem(
            keys.Id,
            keys.Name,
            keys.Description,
            keys.Preset,
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
