using System.Collections.Concurrent;
using Studio.Domain.Engine;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

/// <summary>
/// How services with an HTTP probe do now. Asked when somebody looks, and at most once an interval: nobody pays for what is not
/// seen.
/// </summary>
public sealed class ProbedHealth(IHealthProbe probe, TimeProvider clock)
{
    // Somebody waits for the page: a service that takes longer than this is not doing well.
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    readonly ConcurrentDictionary<ServiceId, Reading> _last = new();

    /// <returns><c>healthy</c> or <c>unhealthy</c>.</returns>
    internal async Task<(ServiceId Service, string Health)> ReadAsync(
        ServiceId service,
        ContainerFacts container,
        HealthCheck health,
        CancellationToken stop
    )
    {
        var interval = TimeSpan.FromSeconds(health.IntervalSeconds);
        if (
            _last.TryGetValue(service, out var last)
            && last.Container == container.Id
            && clock.GetElapsedTime(last.At) < interval
        )
            return (service, last.Health);
        var timeout = TimeSpan.FromSeconds(Math.Min(health.TimeoutSeconds, Patience.TotalSeconds));
        var failure = container.Address is { } address
            ? await probe.ProbeAsync(address, health.Http!.Port, health.Http.Path, timeout, stop)
            : "it has no address.";
        var found = failure is null ? "healthy" : "unhealthy";
        _last[service] = new Reading(container.Id, found, clock.GetTimestamp());
        return (service, found);
    }

    sealed record Reading(string Container, string Health, long At);
}
