using System.Text.Json;
using System.Text.Json.Serialization;
using Studio.Client.Common;

namespace Studio.Client.Services;

/// <summary>A command on the wire: a JSON string, which the server splits like a shell would, or an array of arguments.</summary>
[JsonConverter(typeof(CommandLineConverter))]
public sealed record CommandLine
{
    public CommandLine(string text) => Text = text;

    public CommandLine(IReadOnlyList<string> arguments) => Arguments = arguments;

    /// <summary>The command as one text; null when it came as arguments.</summary>
    public string? Text { get; }

    /// <summary>The command's arguments; null when it came as one text.</summary>
    public IReadOnlyList<string>? Arguments { get; }
}

internal sealed class CommandLineConverter : JsonConverter<CommandLine>
{
    public override CommandLine Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) =>
        reader.TokenType is JsonTokenType.String
            ? new CommandLine(reader.GetString()!)
            : new CommandLine(JsonStrings.ReadArray(ref reader));

    public override void Write(Utf8JsonWriter writer, CommandLine value, JsonSerializerOptions options)
    {
        if (value.Arguments is null)
            writer.WriteStringValue(value.Text);
        else
            JsonStrings.WriteArray(writer, value.Arguments);
    }
}
