using System.Text.Json.Serialization;

namespace Studio.Client.Services;

/// <summary>One moment in the life of a service: something happened to its container, or a launch began or ended.</summary>
/// <param name="Kind"><c>started</c>, <c>ended</c>, <c>out-of-memory</c>, <c>healthy</c>, <c>unhealthy</c>, <c>removed</c> and
/// <c>crash-loop</c> of containers; <c>launch-ordered</c>, <c>launch-live</c>, <c>launch-failed</c> and <c>launch-superseded</c>.</param>
/// <param name="LaunchId">The launch, or the one that made the container.</param>
/// <param name="ExitCode">Of a container that ended.</param>
/// <param name="By">Who ordered the launch.</param>
/// <param name="Reason">What the launch was ordered for.</param>
/// <param name="Detail">A sentence, redacted.</param>
public sealed record ServiceEventResponse(
    DateTimeOffset At,
    string Kind,
    string? LaunchId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? ContainerId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? ExitCode = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Revision = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? By = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Detail = null
);

/// <summary>How a service's live container answers its health check.</summary>
/// <param name="State"><c>healthy</c>, <c>unhealthy</c>, <c>starting</c> or <c>none</c>.</param>
/// <param name="Probes">The last ones, newest first.</param>
public sealed record ServiceHealthResponse(string State, IReadOnlyList<ServiceProbeResponse> Probes);

/// <param name="Ms">How long the answer took.</param>
/// <param name="Output">What was printed or answered, redacted; null where there is nothing to say.</param>
public sealed record ServiceProbeResponse(DateTimeOffset At, double Ms, bool Healthy, string? Output);
