using System.Text.Json;
using System.Text.Json.Serialization;

namespace Studio.Client.Common;

/// <summary>A secret on the wire: a JSON string that does not print itself.</summary>
/// <remarks>Search for <c>Reveal(</c> to see every use of the text.</remarks>
[JsonConverter(typeof(SecretValueConverter))]
public sealed class SecretValue(string text)
{
    /// <summary>The text itself, as it was given, byte for byte.</summary>
    public string Reveal() => text;

    public override string ToString() => "•••";
}

/// <summary>Public, because a generated context of another assembly names it.</summary>
public sealed class SecretValueConverter : JsonConverter<SecretValue>
{
    public override SecretValue Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
            ? new SecretValue(reader.GetString()!)
            : throw new JsonException("A secret is a JSON string.");

    public override void Write(Utf8JsonWriter writer, SecretValue value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Reveal());
}
