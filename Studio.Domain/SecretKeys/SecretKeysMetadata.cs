using Microsoft.EntityFrameworkCore;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>A collection as a plan sees it.</summary>
/// <param name="Entries">In order of name.</param>
sealed record PlannedSecretKeys(SecretKeysId Id, string Name, int Version, IReadOnlyList<PlannedEntry> Entries);

/// <param name="Version">Counts the changes of this entry.</param>
sealed record PlannedEntry(string Name, Delivery Delivery, ValuePreview Preview, int Version);

/// <summary>Reads what a plan needs to know of collections; opens no value. Not a use case: who plans has authorized.</summary>
public sealed class SecretKeysMetadata(IDbContextFactory<StudioDbContext> databases, SecretVault vault)
{
    /// <returns>Those of the collections that the project has, at their current versions, by id.</returns>
    internal async Task<IReadOnlyDictionary<SecretKeysId, PlannedSecretKeys>> ReadAsync(
        ProjectId project,
        IReadOnlyCollection<SecretKeysId> collections,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        // One statement, so that a change in between cannot mix two versions. A collection without entries gives one row.
        var rows = await (
            from keys in database.SecretKeys
            where keys.Project == project && collections.Contains(keys.Id)
            from entry in database
                .Set<SecretKeyEntry>()
                .Where(row => row.Collection == keys.Id && row.RemovedIn == null)
                .DefaultIfEmpty()
            orderby entry.Name
            select new
            {
                Keys = new
                {
                    keys.Id,
                    keys.Name,
                    keys.Version,
                },
                Name = (string?)entry.Name,
                Delivery = (Delivery?)entry.Delivery,
                Preview = (byte[]?)entry.SealedPreview,
                ValueVersion = (int?)entry.ValueVersion,
                Version = (int?)entry.Version,
            }
        ).ToListAsync(stop);
        return rows.GroupBy(row => row.Keys)
            .ToDictionary(
                group => group.Key.Id,
                group => new PlannedSecretKeys(
                    group.Key.Id,
                    group.Key.Name,
                    group.Key.Version,
                    [
                        .. from row in @group.AsParallel().AsOrdered()
                        where row.Name is not null
                        let place = SecretKeyCollection.Place(project, row.Keys.Id, row.Name, row.ValueVersion!.Value)
                        select new PlannedEntry(
                            row.Name,
                            row.Delivery!.Value,
                            vault.OpenPreview(row.Preview!, place),
                            row.Version!.Value
                        ),
                    ]
                )
            );
    }
}
