using System.Text;
using Studio.Domain.Common;
using Studio.Domain.Redaction;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>One entry as it is being typed.</summary>
public sealed class EntryDraft
{
    public string Name { get; set; } = "";

    /// <summary>As typed. Not shown again once it is saved.</summary>
    public string Value { get; set; } = "";

    /// <summary>The explicit yes to a reserved name.</summary>
    public bool AllowReserved { get; set; }

    /// <summary>The day on which it is good no more; null: none.</summary>
    public DateTime? Expires { get; set; }

    public bool IsEmpty => Name.Length == 0 && Value.Length == 0;

    public bool IsReserved => Names.IsReserved(Name);

    /// <summary>What the value costs, for a hint; null: nothing.</summary>
    public string? Warning =>
        Value.Length > 0 && KnownValues.IsTooShort(Encoding.UTF8.GetByteCount(Value))
            ? $"Shorter than {KnownValues.ShortestRedacted} bytes: it cannot be hidden in logs."
            : null;

    public EntryInput ToInput() =>
        new(
            Name,
            new SecretText(Value),
            ExpiresAt: Expires is { } day ? new DateTimeOffset(day, TimeSpan.Zero) : null,
            AllowReserved: AllowReserved
        );

    /// <summary>What a rule says about the name, in the words of a page.</summary>
    public string? NameError(string? error) =>
        error is not null && IsReserved && !AllowReserved
            ? "This name changes how programs are found or loaded. Tick the box, or choose another one."
            : error;

    /// <summary>Reads pasted lines <c>NAME=value</c>: comments and empty lines go, so do <c>export</c> and one pair of quotes.</summary>
    public static IEnumerable<EntryDraft> Read(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line[0] != '#')
            .Select(Line);

    static EntryDraft Line(string line)
    {
        const string Export = "export ";
        var bare = line.StartsWith(Export, StringComparison.Ordinal) ? line[Export.Length..] : line;
        var (name, value) = bare.Split('=', 2) is [var left, var right] ? (left, right) : (bare, "");
        return new() { Name = name.Trim(), Value = Unquote(value.Trim()) };
    }

    static string Unquote(string value) => value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1] : value;
}
