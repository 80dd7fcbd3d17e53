using System.Text.Json.Serialization;

namespace Studio.Client.Launches;

/// <summary>A launch that was accepted: it goes on, whatever becomes of the connection.</summary>
public sealed record LaunchAcceptedResponse(string LaunchId);

/// <summary>Several launches that were accepted, in the order in which they will be made.</summary>
public sealed record LaunchesAcceptedResponse(IReadOnlyList<string> LaunchIds);

/// <summary>One attempt to bring a revision to life.</summary>
/// <param name="State"><c>queued</c>, <c>running</c>, <c>live</c>, <c>failed</c>, <c>superseded</c> or <c>rolled-back</c>.</param>
/// <param name="Error">Why it failed.</param>
/// <param name="Reason"><c>launch</c>, <c>restart</c>, <c>rollback</c>, <c>reset</c>, or <c>recovery</c>: its container was removed from
/// outside.</param>
/// <param name="Pattern">The launch whose image digest and secret versions it takes again; null: it takes the newest.</param>
public sealed record LaunchResponse(
    string Id,
    string Service,
    int Revision,
    string State,
    string? ImageDigest,
    IReadOnlyList<SecretVersionResponse> SecretVersions,
    IReadOnlyList<LaunchStepResponse> Steps,
    string? ContainerId,
    string StartedBy,
    string? Error,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt = null,
    string Reason = "launch",
    string? Pattern = null
);

/// <summary>The version of a collection that a launch took.</summary>
public sealed record SecretVersionResponse(string Id, string Name, int Version);

/// <param name="Name"><c>resolving</c>, <c>pulling</c>, <c>creating</c>, <c>starting</c> or <c>waiting-healthy</c>.</param>
/// <param name="State"><c>done</c>, <c>running</c>, <c>failed</c> or <c>skipped</c>.</param>
public sealed record LaunchStepResponse(
    string Name,
    string State,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    string? Detail = null
);

/// <summary>One line of <c>GET /launches/{id}/events</c>; the last one says the state that the launch ended in.</summary>
/// <param name="Step">A step that changed.</param>
/// <param name="Pull">A layer that came further.</param>
/// <param name="State">The launch's state, where it changed.</param>
public sealed record LaunchEventResponse(
    DateTimeOffset At,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LaunchStepResponse? Step = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] PullProgressResponse? Pull = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? State = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error = null
);

/// <param name="Layer">The layer's short digest.</param>
/// <param name="Status">The engine's own word, such as <c>Downloading</c>.</param>
/// <param name="Current">Bytes so far.</param>
/// <param name="Total">Bytes of the layer; null while unknown.</param>
public sealed record PullProgressResponse(string Layer, string Status, long? Current = null, long? Total = null);
