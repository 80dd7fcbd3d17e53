using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Domain.SecretKeys;

/// <summary>Who may do what in a library of secret keys, and how much of it others are told.</summary>
static class SecretAccess
{
    /// <summary>
    /// As <see cref="AuditTrail.RefusalAsync"/>. A project's library takes that permission in the project; a personal one is its
    /// owner's alone, and to everybody else there is no such thing.
    /// </summary>
    public static Task<Problem?> RefusalAsync(
        this AuditTrail audit,
        Actor actor,
        Permission permission,
        SecretOwner owner,
        string action,
        CancellationToken stop
    ) =>
        owner.Project is { } project ? audit.RefusalAsync(actor, permission, project, action, stop)
        : actor.User is null ? audit.RefusalAsync(actor, Permission.UsePersonalSecrets, project: null, action, stop)
        : owner.User != actor.User ? Task.FromResult<Problem?>(SecretKeysQueries.Missing)
        : audit.RefusalAsync(actor, Permission.UsePersonalSecrets, project: null, action, stop);

    /// <summary>What the audit log names. It is read by others than the owner of a personal collection: they get an id, and no names.</summary>
    public static AuditSubject Subject(this SecretKeyCollection keys) =>
        new($"{keys.Id}", keys.Owner.User is null ? keys.Name : null, keys.Owner.Project);

    /// <summary>The detail of an audit entry; that of a personal collection holds no names.</summary>
    public static string Detail(this SecretKeyCollection keys, string detail) =>
        keys.Owner.User is null ? detail : $"personal, version {keys.Version}";
}
