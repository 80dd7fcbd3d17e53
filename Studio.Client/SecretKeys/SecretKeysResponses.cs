using System.Text.Json.Serialization;
using Studio.Client.Common;

namespace Studio.Client.SecretKeys;

/// <summary>A collection in a list: no entries, only their names.</summary>
/// <param name="Version">Counts every change of the collection or an entry.</param>
public record SecretKeysListItemResponse(
    string Id,
    string Name,
    string? Description,
    string? Preset,
    int EntryCount,
    IReadOnlyList<string> EntryNames,
    int Version,
    InUseResponse InUse,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy
);

/// <summary>A collection with its entries, never their values.</summary>
/// <param name="Warnings">Sentences about what is not as safe as it could be; absent when there are none.</param>
public sealed record SecretKeysResponse(
    string Id,
    string Name,
    string? Description,
    string? Preset,
    int EntryCount,
    IReadOnlyList<string> EntryNames,
    int Version,
    InUseResponse InUse,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string UpdatedBy,
    IReadOnlyList<EntryResponse> Entries,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Warnings = null
)
    : SecretKeysListItemResponse(
        Id,
        Name,
        Description,
        Preset,
        EntryCount,
        EntryNames,
        Version,
        InUse,
        CreatedAt,
        UpdatedAt,
        UpdatedBy
    );

/// <summary>An entry; its value is never in an answer.</summary>
/// <param name="Source"><c>literal</c>, or the reference's scheme.</param>
/// <param name="Preview">Eight bullets, and the last four characters of a long, printable value.</param>
/// <param name="Bytes">The value's length; null while it is unknown, as a reference's is until it was resolved.</param>
/// <param name="Version">Counts the changes of this entry.</param>
public sealed record EntryResponse(
    string Name,
    string Source,
    string Delivery,
    string Preview,
    int? Bytes,
    int Version,
    DateTimeOffset UpdatedAt,
    string UpdatedBy,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reference = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] DateTimeOffset? ExpiresAt = null
);

/// <summary>One version of a collection: which entries changed, by whom.</summary>
public sealed record SecretKeysVersionResponse(
    int Version,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> Removed,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? RestoredFrom = null
);

/// <summary>What an import did, or would do. Names and lines, no values.</summary>
/// <param name="Version">The version that the collection has.</param>
/// <param name="Unchanged">Names that have this value already.</param>
/// <param name="Duplicates">The first 100 of them.</param>
/// <param name="Invalid">Likewise.</param>
/// <param name="MoreDuplicates">How many more there are; not there when there are none.</param>
/// <param name="MoreInvalid">Likewise.</param>
public sealed record ImportResponse(
    int Version,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> Unchanged,
    IReadOnlyList<string> Removed,
    IReadOnlyList<DuplicateResponse> Duplicates,
    IReadOnlyList<InvalidLineResponse> Invalid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MoreDuplicates = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? MoreInvalid = null
);

/// <param name="Line">Where the name stands again, from 1.</param>
public sealed record DuplicateResponse(string Name, int Line);

/// <param name="Line">From 1.</param>
public sealed record InvalidLineResponse(int Line, string Reason);

/// <summary>Launches that were ordered, in the order in which they are done.</summary>
public sealed record RolloutResponse(IReadOnlyList<string> LaunchIds);

/// <param name="Services">Names of the services that bind the other collection now.</param>
public sealed record SwitchResponse(IReadOnlyList<string> Services, IReadOnlyList<string> LaunchIds);

/// <summary>A personal collection of somebody else: that it exists.</summary>
public sealed record UserSecretKeysResponse(
    string Id,
    int EntryCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt
);

/// <summary>Who uses a collection.</summary>
/// <param name="NamedVersions">Versions that kept launches name: they stay, sealed, even when the collection is deleted.</param>
public sealed record SecretKeysUsageResponse(
    IReadOnlyList<ServiceUsageResponse> Services,
    IReadOnlyList<int>? NamedVersions = null
);

/// <param name="Running">Whether it runs now.</param>
/// <param name="Version">The version of the collection that it runs with; null when it does not run.</param>
/// <param name="Stale">Whether it runs with an older version than is stored.</param>
/// <param name="Entries">Names of the entries that it takes; null: all.</param>
public sealed record ServiceUsageResponse(
    string Id,
    string Name,
    bool Running,
    int? Version,
    bool Stale,
    IReadOnlyList<string>? Entries = null
);

/// <summary>A known key, such as OpenAI's.</summary>
/// <param name="EnvName">The name that its entry has.</param>
/// <param name="Exists">Whether the library asked about holds it. That says nothing of who uses it.</param>
/// <param name="EnvNames">All names of an account that has several; the first is <paramref name="EnvName"/>.</param>
/// <param name="Shape">What its values look like; null: nothing is known.</param>
public sealed record PresetResponse(
    string Id,
    string EnvName,
    bool Exists,
    string? Title = null,
    IReadOnlyList<string>? EnvNames = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Shape = null
);
