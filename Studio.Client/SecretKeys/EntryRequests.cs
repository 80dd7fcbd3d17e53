using System.Text.Json;
using System.Text.Json.Serialization;
using Studio.Client.Common;

namespace Studio.Client.SecretKeys;

/// <summary>What an entry shall hold: exactly one of value, reference and file.</summary>
public interface IEntryContent
{
    /// <summary>The text itself.</summary>
    SecretValue? Value { get; }

    /// <summary>Where the value is found at each launch, <c>scheme:ref</c>.</summary>
    string? Reference { get; }

    /// <summary>Bytes as base64, for a value that is not text.</summary>
    SecretValue? File { get; }

    /// <summary><c>env</c> (the default), <c>sealed-env</c>, <c>file</c> or <c>on-demand</c>.</summary>
    string? Delivery { get; }

    /// <summary>When to remind of a rotation; null: never.</summary>
    DateTimeOffset? ExpiresAt { get; }

    /// <summary>The explicit yes to a name such as <c>PATH</c> or <c>LD_PRELOAD</c>.</summary>
    bool AllowReserved { get; }
}

/// <summary>An entry of a new collection.</summary>
/// <param name="Name">May be left out where a preset fixes it.</param>
public sealed record NewEntryRequest(
    string? Name = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SecretValue? Value = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reference = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SecretValue? File = null,
    string? Delivery = null,
    DateTimeOffset? ExpiresAt = null,
    bool AllowReserved = false
) : IEntryContent;

/// <summary>Sets one entry, by <c>PUT …/entries/{name}</c>.</summary>
public sealed record SetEntryRequest : PutRequest, IEntryContent
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SecretValue? Value { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SecretValue? File { get; init; }
    public string? Delivery { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public bool AllowReserved { get; init; }
}

/// <summary>An entry of a collection that is sent back whole; without content it keeps what is stored.</summary>
public sealed record UpdateEntryRequest : PutRequest, IEntryContent
{
    public required string Name { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SecretValue? Value { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reference { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SecretValue? File { get; init; }
    public string? Delivery { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    public bool AllowReserved { get; init; }

    public JsonElement Source
    {
        set { }
    }
    public JsonElement Preview
    {
        set { }
    }
    public JsonElement Bytes
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
