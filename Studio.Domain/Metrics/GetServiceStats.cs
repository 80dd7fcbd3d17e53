using System.Runtime.CompilerServices;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Services;

namespace Studio.Domain.Metrics;

/// <summary>What a service uses now, with rates: the first answer takes a second longer.</summary>
public sealed class GetServiceStats(LiveServices services, UsageSampler sampler, AuditTrail audit, TimeProvider clock)
{
    static readonly Refused NotRunning = new("not-running", "The service does not run. Launch it first.");

    /// <returns>
    /// A point; <see cref="Denied"/>, <see cref="Missing"/>, <see cref="EngineUnavailable"/>, <see cref="Sealed"/>; or
    /// <see cref="Refused"/> when it does not run.
    /// </returns>
    public async Task<Result<UsagePoint>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, AuditActions.ViewStats, stop) is { } denied)
            return denied;
        if (await services.FindAsync(project, idOrName, stop) is not { } service)
            return ServiceViews.Missing;
        if (!sampler.IsReady)
            return new Sealed();
        var first = await ReadAsync(service, UsageSampler.ShortestPeriod, stop);
        if (!first.TryGet(out var point, out _) || point.Rates is not null)
            return first;
        await Task.Delay(UsageSampler.ShortestPeriod, clock, stop);
        return await ReadAsync(service, TimeSpan.Zero, stop);
    }

    async Task<Result<UsagePoint>> ReadAsync(LiveService service, TimeSpan age, CancellationToken stop)
    {
        if (service.Container is null)
            return NotRunning;
        if (await sampler.SampleAsync([service], age, stop) is { } problem)
            return problem;
        return sampler.Find(service.Id)?.Current is { } current ? current : NotRunning;
    }
}

/// <summary>Follows what a service uses.</summary>
public sealed class FollowServiceStats(GetServiceStats stats, TimeProvider clock)
{
    static readonly TimeSpan Period = TimeSpan.FromSeconds(2);

    /// <summary>Points until the service does not run any more. While the engine is away there are none.</summary>
    /// <returns>The points; or what <see cref="GetServiceStats"/> says.</returns>
    public async Task<Result<IAsyncEnumerable<UsagePoint>>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        CancellationToken stop
    ) =>
        (await stats.RunAsync(actor, project, idOrName, stop)).TryGet(out var first, out var problem)
            ? Result<IAsyncEnumerable<UsagePoint>>.Success(FollowedAsync(first, actor, project, idOrName, stop))
            : problem;

    async IAsyncEnumerable<UsagePoint> FollowedAsync(
        UsagePoint first,
        Actor actor,
        ProjectId project,
        string idOrName,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        yield return first;
        while (true)
        {
            await Task.Delay(Period, clock, stop);
            var next = await stats.RunAsync(actor, project, idOrName, stop);
            if (next.TryGet(out var point, out var problem))
                yield return point;
            else if (problem is not EngineUnavailable)
                yield break;
        }
    }
}
