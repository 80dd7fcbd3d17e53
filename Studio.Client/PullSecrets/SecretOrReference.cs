using System.Text.Json;
using System.Text.Json.Serialization;
using Studio.Client.Common;

namespace Studio.Client.PullSecrets;

/// <summary>A registry's password: the text itself, or <c>{"reference": "scheme:ref"}</c>, resolved at each pull.</summary>
[JsonConverter(typeof(SecretOrReferenceConverter))]
public sealed class SecretOrReference
{
    public SecretOrReference(SecretValue value) => Value = value;

    public SecretOrReference(string reference) => Reference = reference;

    /// <summary>The text; null when there is a reference.</summary>
    public SecretValue? Value { get; }

    /// <summary><c>scheme:ref</c>; null when there is a text.</summary>
    public string? Reference { get; }

    // A reference is hidden too: a secret pasted into the wrong field would be one.
    public override string ToString() => "•••";
}

internal sealed class SecretOrReferenceConverter : JsonConverter<SecretOrReference>
{
    public override SecretOrReference Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
    {
        if (reader.TokenType is JsonTokenType.String)
            return new SecretOrReference(new SecretValue(reader.GetString()!));

        if (
            reader.TokenType is JsonTokenType.StartObject
            && reader.Read()
            && reader.TokenType is JsonTokenType.PropertyName
            && reader.ValueTextEquals("reference")
            && reader.Read()
            && reader.TokenType is JsonTokenType.String
        )
        {
            var reference = reader.GetString()!;
            if (reader.Read() && reader.TokenType is JsonTokenType.EndObject)
                return new SecretOrReference(reference);
        }
        throw new JsonException("A password is a JSON string or an object with one member, reference.");
    }

    public override void Write(Utf8JsonWriter writer, SecretOrReference value, JsonSerializerOptions options)
    {
        if (value.Reference is null)
        {
            writer.WriteStringValue(value.Value!.Reveal());
            return;
        }
        writer.WriteStartObject();
        writer.WriteString("reference", value.Reference);
        writer.WriteEndObject();
    }
}
