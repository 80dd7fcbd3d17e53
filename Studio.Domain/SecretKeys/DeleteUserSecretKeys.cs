using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>Deletes a personal collection for an administrator: its owner has left, or its values have leaked.</summary>
public sealed class DeleteUserSecretKeys(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    /// <param name="user">Id or e-mail address.</param>
    /// <param name="id">Of the collection. Its name is not known to anybody who may do this.</param>
    /// <returns><see cref="Missing"/> when the user has no collection of this id.</returns>
    public async Task<Result<Done>> RunAsync(Actor actor, string user, string id, CancellationToken stop)
    {
        const string Action = AuditActions.DeleteUserSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageUsers, project: null, Action, stop) is { } denied)
            return denied;
        await using var database = await databases.CreateDbContextAsync(stop);
        if (await database.FindUserAsync(user, stop) is not { } found)
            return UserQueries.Missing;
        var owner = SecretOwner.Of(found.UserId);
        var keys = WireId.TryParse<SecretKeysId>(id, out var wanted)
            ? await database.SecretKeys.SingleOrDefaultAsync(row => row.Owner == owner && row.Id == wanted, stop)
            : null;
        if (keys is null)
            return SecretKeysQueries.Missing;
        database.Remove(keys);
        audit.Record(database, actor, Action, keys.Subject(), $"of {found.UserId}");
        return await database.TrySaveAsync("the secret keys", stop) is { } conflict ? conflict : Done.Value;
    }
}
