using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Studio.Cli.Common;

namespace Studio.Cli.Output;

/// <summary>Writes lists and objects as a table, JSON or YAML.</summary>
/// <param name="format">One of <see cref="OutputFormat"/>; null: a table on a terminal, JSON when piped.</param>
internal sealed class OutputWriter(CliHost host, string? format)
{
    private readonly string _format = format ?? (host.OutputIsTerminal ? OutputFormat.Table : OutputFormat.Json);

    /// <summary>A list: an item a row.</summary>
    public Task WriteListAsync<T>(
        IReadOnlyList<T> items,
        JsonTypeInfo<IReadOnlyList<T>> type,
        params IReadOnlyList<Column<T>> columns
    ) =>
        _format is OutputFormat.Table
            ? TableOutput.WriteListAsync(host, items, columns)
            : WriteAsync(JsonSerializer.SerializeToElement(items, type));

    /// <summary>One object: a member a row.</summary>
    public Task WriteObjectAsync<T>(T item, JsonTypeInfo<T> type, params IReadOnlyList<Column<T>> members) =>
        _format is OutputFormat.Table
            ? TableOutput.WriteObjectAsync(host, item, members)
            : WriteAsync(JsonSerializer.SerializeToElement(item, type));

    private Task WriteAsync(JsonElement value) =>
        _format is OutputFormat.Yaml
            ? host.Out.WriteAsync(YamlOutput.Format(value))
            : host.Out.WriteLineAsync(Json(value));

    private static string Json(JsonElement value)
    {
        using var buffer = new MemoryStream();
        // Relaxed: this is read by people and jq, never inside a page.
        var options = new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
            value.WriteTo(writer);
        return System.Text.Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}
