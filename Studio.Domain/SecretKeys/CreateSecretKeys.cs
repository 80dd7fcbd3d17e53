using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>Creates a collection of secret keys.</summary>
public sealed class CreateSecretKeys(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    SecretVault vault,
    SecretKeysReader reader,
    TimeProvider clock
)
{
    /// <returns><see cref="Invalid"/> or <see cref="NameTaken"/> when it cannot be.</returns>
    public async Task<Result<SecretKeysView>> RunAsync(
        Actor actor,
        ProjectId project,
        string? name,
        string? description,
        IReadOnlyList<EntryInput> entries,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.CreateSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, project, Action, stop) is { } denied)
            return denied;
        if (CollectionRules.Check(name, description, entries, CollectionRules.NothingStored) is { } invalid)
            return invalid;

        await using var database = await databases.CreateDbContextAsync(stop);
        if (await database.SecretKeys.AnyAsync(row => row.Project == project && row.Name == name, stop))
            return new NameTaken(name!);
        var now = clock.GetUtcNow();
        var keys = new SecretKeyCollection(project, name!, null, actor.Name, now);
        var changes = entries.Select(entry => entry.ToChange()).ToList();
        keys.Save(vault, name!, DisplayText.Normalize(description), changes, [], actor.Name, now);
        database.Add(keys);
        audit.Record(database, actor, Action, new($"{keys.Id}", keys.Name, project), keys.Versions[^1].Describe());
        if (await database.TrySaveAsync(keys.Name, stop) is { } conflict)
            return conflict;
        return (await reader.FindAsync(database, project, $"{keys.Id}", stop))!;
    }
}
