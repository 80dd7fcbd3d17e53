using System.Text.Json;
using Studio.Client.Common;

namespace Studio.Client.SecretKeys;

/// <summary>A new collection of secret entries.</summary>
/// <param name="Preset">A known key such as <c>openai</c>; it fixes the entry's name.</param>
/// <param name="CopyOf">Id or name of a collection whose other entries are taken over, values and all.</param>
public sealed record CreateSecretKeysRequest(
    string Name,
    string? Description = null,
    string? Preset = null,
    IReadOnlyList<NewEntryRequest>? Entries = null,
    string? CopyOf = null
);

/// <summary>A <c>.env</c> text to take into a collection.</summary>
/// <param name="Mode"><c>merge</c> keeps entries that the text does not name; <c>replace</c> removes them.</param>
/// <param name="DryRun">Only tells what would be done.</param>
/// <param name="AllowReserved">The explicit yes to names such as <c>PATH</c>.</param>
public sealed record ImportRequest(
    SecretValue Dotenv,
    string Mode = "merge",
    bool DryRun = false,
    bool AllowReserved = false
);

/// <summary>Has services bind another collection.</summary>
/// <param name="To">Its id or name.</param>
public sealed record SwitchRequest(string To);

/// <summary>
/// A whole collection. An entry without <c>value</c>, <c>reference</c> and <c>file</c> keeps the value that is stored;
/// an entry left out is removed; no <c>entries</c> at all leaves them as they are.
/// </summary>
public sealed record UpdateSecretKeysRequest : PutRequest
{
    public required string Name { get; init; }
    public string? Description { get; init; }
    public string? Preset { get; init; }
    public IReadOnlyList<UpdateEntryRequest>? Entries { get; init; }

    public JsonElement EntryCount
    {
        set { }
    }
    public JsonElement EntryNames
    {
        set { }
    }
    public JsonElement InUse
    {
        set { }
    }
    public JsonElement Warnings
    {
        set { }
    }
    public JsonElement CreatedAt
    {
        set { }
    }
    public JsonElement UpdatedAt
    {
        set { }
    }
    public JsonElement UpdatedBy
    {
        set { }
    }
}
