using Microsoft.EntityFrameworkCore;
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
    /// <returns>Those of the collections that the library has, at their current versions, by id.</returns>
    internal async Task<IReadOnlyDictionary<SecretKeysId, PlannedSecretKeys>> ReadAsync(
        SecretOwner owner,
        IReadOnlyCollection<SecretKeysId> collections,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        // One statement, so that a change in between cannot mix two versions.
        var rows = await Rows(
                database.SecretKeys.Where(row => row.Owner == owner && collections.Contains(row.Id)),
                database.Set<SecretKeyEntry>().Where(row => row.RemovedIn == null)
            )
            .ToListAsync(stop);
        return rows.GroupBy(row => row.Id)
            .ToDictionary(group => group.Key, group => Planned(owner, group.First().Version, [.. group]));
    }

    /// <summary>As collections stood at these versions, under the names that they have now.</summary>
    /// <returns>Those that the library has, and had at that version, by id.</returns>
    internal async Task<IReadOnlyDictionary<SecretKeysId, PlannedSecretKeys>> ReadAsync(
        SecretOwner owner,
        IReadOnlyDictionary<SecretKeysId, int> versions,
        CancellationToken stop
    )
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var planned = new Dictionary<SecretKeysId, PlannedSecretKeys>();
        // What a version holds is never changed, so several statements read the same as one.
        foreach (var (id, version) in versions)
        {
            var rows = await Rows(
                    // Also a deleted one: what a launch names is kept for it.
                    database
                        .SecretKeys.IgnoreQueryFilters()
                        .Where(row =>
                            row.Owner == owner
                            && row.Id == id
                            && database
                                .Set<SecretKeysVersion>()
                                .Any(one => one.Collection == id && one.Number == version)
                        ),
                    database
                        .Set<SecretKeyEntry>()
                        .Where(row => row.AddedIn <= version && (row.RemovedIn == null || row.RemovedIn > version))
                )
                .ToListAsync(stop);
            if (rows.Count > 0)
                planned[id] = Planned(owner, version, rows);
        }

        return planned;
    }

    /// <summary>A collection without entries gives one row.</summary>
    static IQueryable<Row> Rows(IQueryable<SecretKeyCollection> collections, IQueryable<SecretKeyEntry> entries) =>
        from keys in collections
        from entry in entries.Where(row => row.Collection == keys.Id).DefaultIfEmpty()
        orderby entry.Name
        select new Row
        {
            Id = keys.Id,
            Keys = keys.Name,
            Version = keys.Version,
            Entry = entry.Name,
            Delivery = entry.Delivery,
            Preview = entry.SealedPreview,
            ValueVersion = entry.ValueVersion,
            EntryVersion = entry.Version,
        };

    PlannedSecretKeys Planned(SecretOwner owner, int version, IReadOnlyList<Row> rows) =>
        new(
            rows[0].Id,
            rows[0].Keys,
            version,
            [
                .. from row in rows.AsParallel().AsOrdered()
                where row.Entry is not null
                let place = SecretKeyCollection.Place(owner, row.Id, row.Entry!, row.ValueVersion!.Value)
                select new PlannedEntry(
                    row.Entry!,
                    row.Delivery!.Value,
                    vault.OpenPreview(row.Preview!, place),
                    row.EntryVersion!.Value
                ),
            ]
        );

    sealed class Row
    {
        public SecretKeysId Id { get; init; }
        public required string Keys { get; init; }
        public int Version { get; init; }

        /// <summary>Null: the collection has no entry, and nothing of one.</summary>
        public string? Entry { get; init; }
        public Delivery? Delivery { get; init; }
        public byte[]? Preview { get; init; }
        public int? ValueVersion { get; init; }
        public int? EntryVersion { get; init; }
    }
}
