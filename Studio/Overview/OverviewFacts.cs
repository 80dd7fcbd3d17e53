using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;

namespace Studio.Overview;

/// <summary>What the overview shows.</summary>
/// <param name="Engine">Null: not reachable.</param>
public sealed record OverviewFacts(
    ServicesSurvey Survey,
    IReadOnlyList<LaunchView> Launches,
    int SecretKeys,
    int UnusedKeys,
    int PullSecrets,
    IReadOnlyList<ExpiringEntry> Expiring,
    EngineFacts? Engine
);
