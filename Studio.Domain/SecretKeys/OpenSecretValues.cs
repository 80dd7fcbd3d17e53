using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>A value that a launch delivers.</summary>
sealed record OpenedEntry(SecretKeysId Collection, string Name, Delivery Delivery, SecretText Value);

/// <summary>Opens the values of collections for a launch. Not a use case: who launches has authorized and audits.</summary>
public sealed class OpenSecretValues(IDbContextFactory<StudioDbContext> databases, SecretVault vault)
{
    // One statement for any number of collections. The version is there, or the row is not: a set that was deleted is noticed.
    internal const string Query = """
        SELECT v."Collection", e."Name", e."Delivery", e."ValueVersion", e."SealedValue"
        FROM json_each({0}) AS wanted
        JOIN "SecretKeys" AS k ON k."Id" = wanted."value" ->> 'id' AND k."Owner" = {1}
        JOIN "SecretKeysVersions" AS v ON v."Collection" = k."Id" AND v."Number" = wanted."value" ->> 'version'
        LEFT JOIN "SecretKeyEntries" AS e ON e."Collection" = v."Collection"
            AND e."AddedIn" <= v."Number" AND (e."RemovedIn" IS NULL OR e."RemovedIn" > v."Number")
        ORDER BY e."Name"
        """;

    /// <summary>Opens every entry of these collections as it stood at these versions.</summary>
    /// <returns><see cref="Missing"/> when one of the collections, or that version of it, is not there any more.</returns>
    /// <exception cref="SealedException">The vault is sealed.</exception>
    internal async Task<Result<IReadOnlyList<OpenedEntry>>> RunAsync(
        SecretOwner owner,
        IReadOnlyDictionary<SecretKeysId, int> versions,
        CancellationToken stop
    )
    {
        if (versions.Count == 0)
            return Array.Empty<OpenedEntry>();
        if (vault.IsSealed)
            throw new SealedException();
        var wanted = JsonSerializer.Serialize(
            versions.Select(pair => new { id = $"{pair.Key}", version = pair.Value })
        );
        await using var database = await databases.CreateDbContextAsync(stop);
        var rows = await database.Database.SqlQueryRaw<Row>(Query, wanted, $"{owner}").ToListAsync(stop);
        if (rows.DistinctBy(row => row.Collection).Count() < versions.Count)
            return SecretKeysQueries.Missing;
        var collections = versions.Keys.ToDictionary(
            id => $"{id}",
            id => (Id: id, Vault: vault.At($"{owner}", $"{id}"))
        );
        // Each value has a key of its own to be derived: that is most of the work, and all cores share it.
        return rows.Where(row => row.Name is not null)
            .AsParallel()
            .AsOrdered()
            .Select(row =>
            {
                var (id, values) = collections[row.Collection];
                var value = values.Open(row.SealedValue!, row.Name!, row.ValueVersion!.Value);
                return new OpenedEntry(id, row.Name!, Enum.Parse<Delivery>(row.Delivery!), value);
            })
            .ToList();
    }

    sealed record Row(string Collection, string? Name, string? Delivery, int? ValueVersion, byte[]? SealedValue);
}
