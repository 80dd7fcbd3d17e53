using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Studio.Client.Common;

/// <summary>
/// Times as <see href="https://www.rfc-editor.org/rfc/rfc3339">RFC 3339</see> in UTC. A time without an offset is refused:
/// it would mean something else on each machine.
/// </summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
        && reader.TryGetDateTime(out var withKind)
        && withKind.Kind is not DateTimeKind.Unspecified
        && reader.TryGetDateTimeOffset(out var time)
            ? time.ToUniversalTime()
            : throw new JsonException("A time is written like 2030-01-31T12:00:00Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
