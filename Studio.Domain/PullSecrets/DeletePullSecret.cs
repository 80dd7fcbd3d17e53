using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.PullSecrets;

/// <summary>Deletes registry credentials that no service uses.</summary>
public sealed class DeletePullSecret(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    IPullSecretUsage usage
)
{
    /// <param name="expectedVersion">The version that the caller saw; null: whatever is stored.</param>
    /// <returns><see cref="Missing"/>, <see cref="Stale"/> or <see cref="InUse"/> when it cannot be.</returns>
    public async Task<Result<Done>> RunAsync(
        Actor actor,
        ProjectId project,
        string idOrName,
        int? expectedVersion,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.DeletePullSecret;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, project, Action, stop) is { } denied)
            return denied;

        await using var database = await databases.CreateDbContextAsync(stop);
        // Nobody may begin to use it between the question and the answer.
        await database.TakeTurnAsync(stop);
        if (await database.PullSecrets.Named(project, idOrName).SingleOrDefaultAsync(stop) is not { } secret)
            return PullSecretQueries.Missing;
        if (expectedVersion is { } expected && expected != secret.Version)
            return new Stale(secret.Version);
        var users = (await usage.FindAsync(project, [secret.Id], stop))[secret.Id].ToList();
        if (users.Count > 0)
        {
            var count = UseCount.Of(users.Select(user => user.Running));
            return new InUse(
                $"{count}. Choose another pull secret there and launch first.",
                [.. users.Select(user => user.Name)]
            );
        }

        database.Remove(secret);
        audit.Record(database, actor, Action, new($"{secret.Id}", secret.Name, project), $"for {secret.Server}");
        return await database.TrySaveAsync(secret.Name, stop) is { } conflict ? conflict : Done.Value;
    }
}
