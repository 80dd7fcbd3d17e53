using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>Stops a service. Its container is kept, so that its last lines can still be read.</summary>
public sealed class StopService(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    IContainerEngine engine,
    IServiceRuntime runtime
)
{
    /// <param name="force">Kill at once instead of asking first.</param>
    /// <returns><see cref="Denied"/>, <see cref="Missing"/>, <see cref="Stale"/>; <see cref="EngineUnavailable"/>: nothing was
    /// stored when it was away from the beginning. Whoever asked cannot cut it short once it is stored.</returns>
    public async Task<Result<Done>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        bool force,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.LaunchServices, project, AuditActions.Stop, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews.Matching(database, project, idOrName).SingleOrDefaultAsync(stop);
        if (service is null)
            return ServiceViews.Missing;
        try
        {
            await engine.GetFactsAsync(stop);
            audit.Record(database, actor, AuditActions.Stop, new($"{service.Id}", service.Name, project));
            if (await database.SaveAnywayAsync(service, row => row.Stop(), service.Name, stop) is { } conflict)
                return conflict;
            await runtime.ApplyAsync(service.Id, force);
        }
        catch (EngineException exception)
        {
            return exception.ToProblem();
        }

        return Done.Value;
    }
}
