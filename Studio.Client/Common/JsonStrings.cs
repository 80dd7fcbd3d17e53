using System.Text.Json;
using System.Text.Json.Serialization;

namespace Studio.Client.Common;

/// <summary>What a JSON string and a JSON array of strings have in common.</summary>
internal static class JsonStrings
{
    /// <summary>Reads the array that the reader stands at.</summary>
    public static IReadOnlyList<string> ReadArray(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartArray)
            throw new JsonException("Expected a JSON string or an array of strings.");

        List<string> strings = [];
        while (reader.Read() && reader.TokenType is not JsonTokenType.EndArray)
        {
            strings.Add(
                reader.TokenType is JsonTokenType.String
                    ? reader.GetString()!
                    : throw new JsonException("Expected a JSON string.")
            );
        }
        return strings;
    }

    public static void WriteArray(Utf8JsonWriter writer, IReadOnlyList<string> strings)
    {
        writer.WriteStartArray();
        foreach (var text in strings)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }
}

/// <summary>A list of strings, for which a single string may stand.</summary>
internal sealed class OneOrManyConverter : JsonConverter<IReadOnlyList<string>>
{
    public override IReadOnlyList<string> Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String ? [reader.GetString()!] : JsonStrings.ReadArray(ref reader);

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<string> value, JsonSerializerOptions options) =>
        JsonStrings.WriteArray(writer, value);
}
