using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>Looks over all services of a project, however many: what they do now, and which want a look.</summary>
public sealed class SurveyServices(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    IServiceStates states
)
{
    /// <returns>By name; or <see cref="Denied"/>.</returns>
    public async Task<Result<ServicesSurvey>> RunAsync(Actor actor, ProjectId project, CancellationToken stop)
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, "service.list", stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        var services = await database
            .Services.AsNoTracking()
            .Where(row => row.Project == project)
            .OrderBy(row => row.Name)
            .ToListAsync(stop);
        var current = await states.ReadAsync(services, stop);
        return new ServicesSurvey([
            .. services.Select(service => new SurveyedService(service.Id, service.Name, current[service.Id])),
        ]);
    }
}

/// <param name="Services">All of them.</param>
public sealed record ServicesSurvey(IReadOnlyList<SurveyedService> Services)
{
    /// <summary>How many services are in each state that there is, the bad ones first.</summary>
    public IEnumerable<(ServiceStatus Status, int Count)> ByStatus =>
        Services
            .CountBy(service => service.State.Status)
            .OrderByDescending(pair => pair.Key is ServiceStatus.Failed or ServiceStatus.CrashLoop)
            .ThenBy(pair => pair.Key)
            .Select(pair => (pair.Key, pair.Value));

    /// <summary>Those that should run and do not, do not well, or run with something older than what is stored.</summary>
    public IEnumerable<SurveyedService> WantALook =>
        Services.Where(service =>
            service.State is { Status: ServiceStatus.CrashLoop } or { Health: "unhealthy" } or { Stale.Count: > 0 }
            // One that was never launched is new, not broken.
            || service.State is { Status: ServiceStatus.Failed, Launch: not null }
        );
}

/// <summary>A service without its definition.</summary>
public sealed record SurveyedService(ServiceId Id, string Name, ServiceState State);
