using System.Text.Json.Serialization;

namespace Studio.Client.Services;

/// <summary>A service in a list.</summary>
public sealed record ServiceListItemResponse(
    string Id,
    string Name,
    string? Description,
    string Image,
    int Revision,
    int Version,
    ServiceStateResponse State,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
);

/// <param name="Desired"><c>running</c> or <c>stopped</c>.</param>
/// <param name="Status"><c>running</c>, <c>starting</c>, <c>stopped</c>, <c>failed</c>, <c>crash-loop</c> or <c>unknown</c>.</param>
/// <param name="Health"><c>healthy</c>, <c>unhealthy</c>, <c>starting</c> or <c>none</c>.</param>
/// <param name="Crash">Only of a crash loop.</param>
/// <param name="Stale">What is stored newer than what runs: <c>revision</c>, <c>secrets:&lt;name&gt;</c>.</param>
public sealed record ServiceStateResponse(
    string Desired,
    string Status,
    string Health,
    IReadOnlyList<string> Stale,
    string? LaunchId = null,
    string? ContainerId = null,
    DateTimeOffset? StartedAt = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ServiceCrashResponse? Crash = null
);

/// <summary>Why a service in a crash loop does not stay up.</summary>
/// <param name="Ends">How often its container has ended in a row.</param>
/// <param name="ExitCode">Of its last run.</param>
/// <param name="NextStartAt">When Studio starts it again.</param>
/// <param name="LastLines">What its last run printed at its end, redacted.</param>
public sealed record ServiceCrashResponse(
    int Ends,
    int? ExitCode,
    bool OutOfMemory,
    DateTimeOffset EndedAt,
    DateTimeOffset NextStartAt,
    IReadOnlyList<string> LastLines
);

/// <summary>One immutable version of a definition.</summary>
/// <param name="Revision">Its number, counted from 1.</param>
public sealed record RevisionResponse(
    string Id,
    int Revision,
    string Image,
    DateTimeOffset CreatedAt,
    string CreatedBy
);
