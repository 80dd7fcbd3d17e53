using Studio.Domain.Audit;
using Studio.Domain.Common;

namespace Studio.Domain.Identity;

/// <summary>Notes that somebody left. The door takes the session away.</summary>
public sealed class LogOut(AuditTrail audit)
{
    /// <remarks>Needs no permission: everyone may leave.</remarks>
    public async Task<Result<Done>> RunAsync(Actor actor, CancellationToken stop)
    {
        if (actor.User is not null)
            await audit.WriteAsync(actor, AuditActions.SignOut, AuditSubject.Studio, null, "ok", stop);
        return Done.Value;
    }
}
