using Studio.Domain.Launches;

namespace Studio.Domain.Services;

/// <summary>What a service does now, as far as the engine says.</summary>
public enum ServiceStatus
{
    /// <summary>The engine is not reachable: nobody knows.</summary>
    Unknown,
    Running,

    /// <summary>A launch is under way and nothing runs yet.</summary>
    Starting,
    Stopped,

    /// <summary>Should run and does not.</summary>
    Failed,

    /// <summary>Ends again and again.</summary>
    CrashLoop,
}

/// <param name="Health"><c>healthy</c>, <c>unhealthy</c>, <c>starting</c> or <c>none</c>.</param>
/// <param name="Stale"><c>revision</c> and <c>secrets:NAME</c>: what is stored newer than what runs.</param>
/// <param name="Launch">What is live or, before there is one, the newest launch.</param>
public sealed record ServiceState(
    DesiredState Desired,
    ServiceStatus Status,
    string Health,
    IReadOnlyList<string> Stale,
    LaunchId? Launch,
    string? ContainerId,
    DateTimeOffset? StartedAt
);

/// <summary>Answers what services do now. Launches knows.</summary>
public interface IServiceStates
{
    /// <summary>The state of each of these; asks the engine once for all.</summary>
    Task<IReadOnlyDictionary<ServiceId, ServiceState>> ReadAsync(
        IReadOnlyCollection<Service> services,
        CancellationToken stop
    );
}
