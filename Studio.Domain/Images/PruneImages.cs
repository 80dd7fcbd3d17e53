using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.Images;

/// <summary>What a prune takes, or took.</summary>
/// <param name="Images">In the order in which they go: by name.</param>
/// <param name="Kept">Those that the engine would not give up, and why; empty for a preview.</param>
public sealed record Pruned(IReadOnlyList<ImageView> Images, IReadOnlyList<KeptImage> Kept)
{
    /// <summary>
    /// Bytes that are won: what other images share with them is not counted. An engine with an API before 1.42 does not say what is
    /// shared: it is the most that can be, then.
    /// </summary>
    public long Bytes => Images.Sum(view => view.Image.Own);
}

/// <param name="Why">A sentence.</param>
public sealed record KeptImage(ImageView Image, string Why);

/// <summary>
/// Takes the images off the engine that Studio has pulled and nothing uses any more, not even a rollback. It deletes them one by one
/// itself: the engine's own prune would choose otherwise than its preview, and take what other people keep.
/// </summary>
public sealed class PruneImages(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    ImageInventory inventory,
    IContainerEngine engine
)
{
    /// <param name="dryRun">Only say what would go.</param>
    /// <returns><see cref="Denied"/>; <see cref="EngineUnavailable"/>. Whoever asked cannot cut it short once it is stored.</returns>
    public async Task<Result<Pruned>> RunAsync(Actor actor, bool dryRun, CancellationToken stop)
    {
        const string Action = AuditActions.PruneImages;
        if (await audit.RefusalAsync(actor, Permission.LaunchServices, null, Action, stop) is { } denied)
            return denied;
        try
        {
            var unused = (await inventory.ReadAsync(measured: true, stop))
                .Where(view => view is { PulledByStudio: true, Users.Count: 0 })
                .OrderBy(view => view.Name, StringComparer.Ordinal)
                .ToList();
            if (dryRun || unused.Count == 0)
                return new Pruned(unused, []);
            await using var database = await databases.CreateDbContextAsync(stop);
            foreach (var view in unused)
                audit.Record(database, actor, Action, Subject(view));
            await database.SaveChangesAsync(stop);
            return await RemoveAsync(actor, unused);
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }
    }

    async Task<Pruned> RemoveAsync(Actor actor, List<ImageView> unused)
    {
        List<KeptImage> kept = [];
        foreach (var view in unused)
        {
            try
            {
                await engine.RemoveImageAsync(view.Image.Id, CancellationToken.None);
            }
            catch (EngineException exception)
            {
                var problem = exception.ToProblem();
                kept.Add(new(view, problem.Message));
                await audit.WriteAsync(
                    actor,
                    AuditActions.PruneImages,
                    Subject(view),
                    problem.Code,
                    "failed",
                    CancellationToken.None
                );
            }
        }

        return new Pruned([.. unused.Except(kept.Select(one => one.Image))], kept);
    }

    static AuditSubject Subject(ImageView view) => new(view.Image.Id, view.Name);
}
