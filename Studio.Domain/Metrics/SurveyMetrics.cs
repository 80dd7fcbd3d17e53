using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Services;

namespace Studio.Domain.Metrics;

/// <param name="Hour">Oldest first, for a small chart.</param>
public sealed record ServiceUsage(UsagePoint Current, IReadOnlyList<UsagePoint> Hour);

/// <param name="Services">Those that run.</param>
/// <param name="Host">What there is to use; null: not known.</param>
public sealed record MetricsSurvey(IReadOnlyDictionary<ServiceId, ServiceUsage> Services, HostFacts? Host)
{
    /// <summary>Of one core, over all services.</summary>
    public double CpuPercent => Services.Values.Sum(service => service.Current.Rates?.CpuPercent ?? 0);

    /// <summary>Over all services.</summary>
    public long MemoryBytes => Services.Values.Sum(service => service.Current.Usage.MemoryBytes);
}

/// <summary>Looks over what the services of a project use.</summary>
public sealed class SurveyMetrics(LiveServices services, UsageSampler sampler, AuditTrail audit, TimeProvider clock)
{
    // A little less than the pages that ask take from one time to the next.
    static readonly TimeSpan Age = TimeSpan.FromSeconds(2.5);

    /// <param name="only">These services; null: all.</param>
    /// <returns>Nothing of services while the engine is away; or <see cref="Denied"/>.</returns>
    public async Task<Result<MetricsSurvey>> RunAsync(
        Actor actor,
        ProjectId project,
        IReadOnlyCollection<ServiceId>? only,
        CancellationToken stop
    )
    {
        if (await audit.RefusalAsync(actor, Permission.View, project, AuditActions.ViewStats, stop) is { } denied)
            return denied;
        var live = await services.ListAsync(project, only, stop);
        await sampler.SampleAsync(live, Age, stop);
        var now = clock.GetUtcNow();
        var used = new Dictionary<ServiceId, ServiceUsage>();
        foreach (var service in live)
        {
            if (sampler.IsReady && sampler.Find(service.Id) is { Current: { } current } history)
                used[service.Id] = new ServiceUsage(current, history.Read(MetricsWindow.Hour, now));
        }

        return new MetricsSurvey(used, sampler.Host);
    }
}
