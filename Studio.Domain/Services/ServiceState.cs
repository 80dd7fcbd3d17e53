using Studio.Domain.Launches;
using Studio.Domain.Redaction;

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
/// <param name="Crash">Of a crash loop.</param>
/// <param name="Launch">What is live or, before there is one, the newest launch.</param>
public sealed record ServiceState(
    DesiredState Desired,
    ServiceStatus Status,
    string Health,
    IReadOnlyList<string> Stale,
    LaunchId? Launch,
    string? ContainerId,
    DateTimeOffset? StartedAt,
    ServiceCrash? Crash = null
);

/// <summary>Why a service does not stay up.</summary>
/// <param name="Ends">How often its container has ended in a row.</param>
/// <param name="ExitCode">Of its last run.</param>
/// <param name="NextStart">When Studio starts it again.</param>
/// <param name="LastLines">What its last run printed at its end, redacted.</param>
public sealed record ServiceCrash(
    int Ends,
    int? ExitCode,
    bool OutOfMemory,
    DateTimeOffset EndedAt,
    DateTimeOffset NextStart,
    IReadOnlyList<RedactedText> LastLines
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
