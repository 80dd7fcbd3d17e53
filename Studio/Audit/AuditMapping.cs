using Studio.Client.Audit;
using Studio.Domain.Audit;

namespace Studio.Audit;

static class AuditMapping
{
    public static AuditEntryResponse ToResponse(this AuditEntry entry) =>
        new(
            $"{entry.Id}",
            entry.At,
            new(ActorKind(entry), entry.TokenId ?? entry.ActorId, entry.ActorName),
            entry.Action,
            entry.SubjectId is null && entry.SubjectName is null
                ? null
                : new(SubjectKind(entry), entry.SubjectId, entry.SubjectName),
            entry.Project?.ToString(),
            entry.Result == "refused" ? "denied" : entry.Result,
            entry.Detail,
            entry.Access
        );

    public static AuditVerifyResponse ToResponse(this AuditVerdict verdict) =>
        new(
            verdict.Broken is null,
            verdict.Entries,
            verdict.Broken?.ToString(),
            verdict.BrokenSequence is { } sequence
                ? $"Entry {sequence} does not follow from the one before: something was changed or removed."
                : null
        );

    static string ActorKind(AuditEntry entry) =>
        entry switch
        {
            { TokenId: not null } => "token",
            { ActorId: not null } => "user",
            { ActorName: "studio" } => "system",
            _ => "anonymous",
        };

    static string SubjectKind(AuditEntry entry) =>
        entry.SubjectId?.Split('-')[0] switch
        {
            "keys" => "secret-keys",
            "pull" => "pull-secret",
            "svc" => "service",
            "launch" => "launch",
            "tok" => "token",
            "usr" => "user",
            "proj" => "project",
            _ => entry.Action.Split('.')[0],
        };
}
