using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;

namespace Studio.Overview;

/// <summary>What the overview shows.</summary>
/// <param name="Services">The first 200; states are counted among these.</param>
/// <param name="Engine">Null: not reachable.</param>
public sealed record OverviewFacts(
    Page<ServiceView> Services,
    IReadOnlyList<LaunchView> Launches,
    int SecretKeys,
    int UnusedKeys,
    int PullSecrets,
    EngineFacts? Engine
)
{
    public int TotalServices => Services.Total;

    /// <summary>How many services are in each state that there is, the bad ones first.</summary>
    public IEnumerable<(ServiceStatus Status, int Count)> ByStatus =>
        Services
            .Items.CountBy(service => service.State.Status)
            .OrderByDescending(pair => pair.Key is ServiceStatus.Failed or ServiceStatus.CrashLoop)
            .ThenBy(pair => pair.Key)
            .Select(pair => (pair.Key, pair.Value));

    /// <summary>Services that should run and do not, do not well, or run with something older than what is stored.</summary>
    public IReadOnlyList<ServiceView> WantALook =>
        [
            .. Services.Items.Where(service =>
                service.State is { Status: ServiceStatus.CrashLoop } or { Health: "unhealthy" } or { Stale.Count: > 0 }
                // One that was never launched is new, not broken.
                || service.State is { Status: ServiceStatus.Failed, Launch: not null }
            ),
        ];
}
