using System.Text.Json.Serialization;

namespace Studio.Client.Audit;

/// <summary>One thing that someone did, or was refused.</summary>
/// <param name="Action">Such as <c>secret-keys.update</c> or <c>secret.access</c>.</param>
/// <param name="Subject">What it was done to; null where there is nothing, as for a login.</param>
/// <param name="Project">Id of the project; null outside of one.</param>
/// <param name="Access">Of <c>secret.access</c>: <c>materialize</c>, <c>on-demand</c> or <c>exec</c>.</param>
/// <param name="Result"><c>ok</c>, <c>denied</c> or <c>failed</c>.</param>
public sealed record AuditEntryResponse(
    string Id,
    DateTimeOffset At,
    AuditActorResponse Actor,
    string Action,
    AuditSubjectResponse? Subject,
    string? Project,
    string Result,
    string? Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Access = null
);

/// <param name="Kind"><c>user</c>, <c>token</c>, <c>system</c> or <c>anonymous</c>.</param>
public sealed record AuditActorResponse(string Kind, string? Id, string? Name);

/// <param name="Kind">Such as <c>secret-keys</c> or <c>service</c>.</param>
public sealed record AuditSubjectResponse(string Kind, string? Id, string? Name);

/// <summary>Whether the log is as it was written.</summary>
/// <param name="Entries">How many were checked.</param>
/// <param name="BrokenAt">Id of the first entry that does not fit; null when all do.</param>
public sealed record AuditVerifyResponse(bool Ok, long Entries, string? BrokenAt, string? Detail);
