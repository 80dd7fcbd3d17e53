using Studio.Domain.Common;
using Studio.Domain.Redaction;
using Studio.Domain.Vault;

namespace Studio.Domain.SecretKeys;

/// <summary>A collection in a list.</summary>
/// <param name="EntryNames">In order.</param>
public sealed record SecretKeysListItem(
    SecretKeysId Id,
    string Name,
    string? Description,
    string? Preset,
    int EntryCount,
    IReadOnlyList<string> EntryNames,
    int Version,
    UseCount InUse,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
);

/// <summary>A collection with what may be seen of its entries.</summary>
/// <param name="Entries">In order of name.</param>
public sealed record SecretKeysView(
    SecretKeysId Id,
    string Name,
    string? Description,
    string? Preset,
    int Version,
    UseCount InUse,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset UpdatedAt,
    string UpdatedBy,
    IReadOnlyList<EntryView> Entries
)
{
    /// <summary>Sentences about what is stored but not as safe as it could be.</summary>
    public IEnumerable<string> Warnings =>
        Entries
            .Where(entry => KnownValues.IsTooShort(entry.Preview.Bytes))
            .Select(entry =>
                $"{entry.Name} is shorter than {KnownValues.ShortestRedacted} bytes: it cannot be hidden in logs."
            );
}

/// <summary>What may be seen of an entry.</summary>
/// <param name="Version">Counts the changes of this entry.</param>
public sealed record EntryView(
    string Name,
    Delivery Delivery,
    ValuePreview Preview,
    int Version,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
)
{
    /// <summary>The version of the collection since which it is as it is.</summary>
    public int Since { get; init; }
}

/// <summary>Who uses a collection.</summary>
/// <param name="Version">The version of the collection that is stored.</param>
/// <param name="Taken">
/// What each service takes, by its wire id: names of entries, or null for all of them.
/// </param>
/// <param name="NamedVersions">Versions that kept launches name: they stay, sealed, even when the collection is deleted.</param>
public sealed record SecretKeysUsage(
    int Version,
    IReadOnlyList<SecretUser> Services,
    IReadOnlyDictionary<string, IReadOnlySet<string>?> Taken,
    IReadOnlySet<int> NamedVersions
)
{
    /// <summary>The services that run with an older version than the one that is stored.</summary>
    public IReadOnlyList<SecretUser> Stale => [.. Services.Where(user => user.IsStale(Version))];

    /// <summary>The services that take an entry.</summary>
    public IEnumerable<SecretUser> Of(string entry) =>
        Services.Where(user => Taken.GetValueOrDefault(user.Id)?.Contains(entry) != false);
}
