using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>Shows one service.</summary>
public sealed class GetService(IDbContextFactory<StudioDbContext> databases, AuditTrail audit, IServiceStates states)
{
    /// <returns>The service; or <see cref="Denied"/> or <see cref="Missing"/>.</returns>
    public async Task<Result<ServiceView>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, "service.get", stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var service = await ServiceViews
            .Matching(database, project, idOrName)
            .AsNoTracking()
            .SingleOrDefaultAsync(stop);
        return service is null ? ServiceViews.Missing : await ServiceViews.ReadAsync(database, states, service, stop);
    }
}
