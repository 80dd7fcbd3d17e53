using System.Text.Json;
using Studio.Client.Common;

namespace Studio.Client.SecretKeys;

/// <summary>A new collection of secret entries.</summary>
/// <param name="Preset">A known key such as <c>openai</c>; it fixes the entry's name.</param>
public sealed record CreateSecretKeysRequest(
    string Name,
    string? Description = null,
    string? Preset = null,
    IReadOnlyList<NewEntryRequest>? Entries = null
);

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
