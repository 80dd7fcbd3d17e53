using System.Globalization;
using System.Text.Json;

namespace Studio.Docker.Transport;

/// <summary>The query part of a path. What is null or false is left out: the engine's own default applies.</summary>
readonly struct Query
{
    readonly string? _text;

    Query(string text) => _text = text;

    public static Query With(string name, string? value) => default(Query).And(name, value);

    public static Query With(string name, bool value) => default(Query).And(name, value);

    public Query And(string name, string? value) =>
        value is null ? this : new($"{(_text is null ? "?" : $"{_text}&")}{name}={Uri.EscapeDataString(value)}");

    public Query And(string name, bool value) => And(name, value ? "true" : null);

    public Query And(string name, int? value) => And(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>Seconds since 1970 with nanoseconds, the only form of a time that keeps its fraction.</summary>
    public Query And(string name, DateTimeOffset? time)
    {
        if (time is not { } at)
            return this;
        var ticks = (at - DateTimeOffset.UnixEpoch).Ticks;
        var nanoseconds = ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick;
        return And(
            name,
            string.Create(CultureInfo.InvariantCulture, $"{ticks / TimeSpan.TicksPerSecond}.{nanoseconds:D9}")
        );
    }

    /// <summary>Labels (<c>name</c> or <c>name=value</c>) and other conditions that must all hold.</summary>
    public Query AndFilters(params ReadOnlySpan<(string Name, IReadOnlyCollection<string> Values)> conditions)
    {
        var filters = new Dictionary<string, string[]>();
        foreach (var (name, values) in conditions)
            if (values.Count > 0)
                filters[name] = [.. values];
        return filters.Count == 0
            ? this
            : And("filters", JsonSerializer.Serialize(filters, DockerJson.Default.DictionaryStringStringArray));
    }

    public override string ToString() => _text ?? "";
}
