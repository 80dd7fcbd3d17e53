using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Services;

namespace Studio.Domain.Metrics;

/// <summary>Whether there is something to measure.</summary>
public enum MetricsState
{
    Measured,

    /// <summary>The service does not run.</summary>
    NotRunning,

    /// <summary>The engine is not reachable; what was measured before is still there.</summary>
    EngineAway,

    /// <summary>Nothing is measured while Studio is sealed.</summary>
    Sealed,
}

/// <param name="Current">Only when measured.</param>
/// <param name="Points">Oldest first. The past of a service that was stopped is forgotten.</param>
/// <param name="At">The end of the window.</param>
public sealed record ServiceMetrics(
    MetricsState State,
    UsagePoint? Current,
    IReadOnlyList<UsagePoint> Points,
    DateTimeOffset At
);

/// <summary>Shows what a service uses and has used. Looking makes the sample: ask again to see more.</summary>
public sealed class GetServiceMetrics(LiveServices services, UsageSampler sampler, AuditTrail audit, TimeProvider clock)
{
    /// <returns>The metrics; or <see cref="Denied"/> or <see cref="Missing"/>.</returns>
    public async Task<Result<ServiceMetrics>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        MetricsWindow window,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, AuditActions.ViewStats, stop) is { } denied)
            return denied;
        if (await services.FindAsync(project, idOrName, stop) is not { } service)
            return ServiceViews.Missing;
        var problem = await sampler.SampleAsync([service], UsageSampler.ShortestPeriod, stop);
        var history = service.Container is null ? null : sampler.Find(service.Id);
        var now = clock.GetUtcNow();
        var state =
            !sampler.IsReady ? MetricsState.Sealed
            : service.Container is null ? MetricsState.NotRunning
            : problem is not null ? MetricsState.EngineAway
            : history?.Current is null ? MetricsState.NotRunning
            : MetricsState.Measured;
        return new ServiceMetrics(
            state,
            state == MetricsState.Measured ? history?.Current : null,
            history?.Read(window, now) ?? [],
            now
        );
    }
}
