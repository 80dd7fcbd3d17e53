using System.Security.Cryptography;
using System.Text;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;

namespace Studio.Domain.Audit;

/// <summary>
/// One line of the append-only audit log. Each entry carries the hash of the one before it, so that a change or a removal in the
/// middle shows (see <c>VerifyAudit</c>); someone who can write the whole file can still write a whole new chain.
/// </summary>
public sealed class AuditEntry
{
    /// <summary>What the first entry has as its previous hash.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    AuditEntry() { }

    public AuditEntry(
        Actor actor,
        string action,
        AuditSubject subject,
        string result,
        string? detail,
        DateTimeOffset at,
        string? access = null
    )
    {
        Id = AuditEntryId.New();
        At = at;
        ActorId = actor.User?.ToString();
        ActorName = actor.Name;
        TokenId = actor.Token?.ToString();
        Action = action;
        Project = subject.Project;
        SubjectId = subject.Id;
        SubjectName = subject.Name;
        Result = result;
        Detail = detail;
        Access = access;
    }

    /// <summary>Position in the chain, from 1, without gaps. Given when the entry is saved.</summary>
    public long Sequence { get; private set; }

    public AuditEntryId Id { get; private set; }

    public DateTimeOffset At { get; private set; }

    /// <summary>Wire id of the user; null for anonymous and for Studio itself.</summary>
    public string? ActorId { get; private set; }

    public string ActorName { get; private set; } = "";

    public string? TokenId { get; private set; }

    /// <summary>Noun and verb, such as <c>secret-keys.create</c>; the constants of <see cref="AuditActions"/>.</summary>
    public string Action { get; private set; } = "";

    public ProjectId? Project { get; private set; }

    public string? SubjectId { get; private set; }

    public string? SubjectName { get; private set; }

    /// <summary><c>ok</c>, <c>refused</c> or <c>failed</c>.</summary>
    public string Result { get; private set; } = "";

    /// <summary>One sentence for people. Never a value.</summary>
    public string? Detail { get; private set; }

    /// <summary>How a secret was accessed, of entries with the action <c>secret.access</c>: <c>materialize</c>.</summary>
    public string? Access { get; private set; }

    public string PreviousHash { get; private set; } = "";

    /// <summary>SHA-256 in lowercase hex over the previous hash and every field.</summary>
    public string Hash { get; private set; } = "";

    /// <summary>An entry that waited outside of the database, as it was.</summary>
    internal static AuditEntry Restore(SealedLine line) =>
        new()
        {
            Id = WireId.Parse<AuditEntryId>(line.Id),
            At = line.At,
            ActorId = line.ActorId,
            ActorName = line.ActorName,
            TokenId = line.TokenId,
            Action = line.Action,
            Project = line.Project is null ? null : WireId.Parse<ProjectId>(line.Project),
            SubjectId = line.SubjectId,
            SubjectName = line.SubjectName,
            Result = line.Result,
            Detail = line.Detail,
            Access = line.Access,
        };

    /// <summary>Puts the entry at the end of the chain.</summary>
    internal void Chain(long sequence, string previousHash)
    {
        Sequence = sequence;
        PreviousHash = previousHash;
        Hash = ComputeHash();
    }

    /// <summary>The hash that the fields as they stand give.</summary>
    public string ComputeHash()
    {
        // Length-prefixed fields: no two different entries have the same text.
        var text = new StringBuilder();
        foreach (
            var field in (ReadOnlySpan<string?>)
                [
                    PreviousHash,
                    $"{Sequence}",
                    $"{Id}",
                    $"{At.UtcDateTime:O}",
                    ActorId,
                    ActorName,
                    TokenId,
                    Action,
                    Project?.ToString(),
                    SubjectId,
                    SubjectName,
                    Result,
                    Detail,
                    Access,
                ]
        )
        {
            text.Append(field?.Length ?? -1).Append(':').Append(field).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>What an audit entry is about.</summary>
/// <param name="Id">A wire id, or null where the act failed before there was one.</param>
/// <param name="Name">As people know it.</param>
public readonly record struct AuditSubject(string? Id, string? Name, ProjectId? Project = null)
{
    /// <summary>Studio as a whole.</summary>
    public static readonly AuditSubject Studio = new(null, null);
}
