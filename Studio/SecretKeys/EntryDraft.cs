using System.Text;
using Studio.Domain.Common;
using Studio.Domain.Dotenv;
using Studio.Domain.Redaction;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>One entry as it is being typed.</summary>
public sealed class EntryDraft
{
    /// <summary><see cref="Names.ReservedRule"/> in the words of a page.</summary>
    public const string ReservedRule =
        "This name changes how programs are found or loaded. Tick the box, or choose another one.";

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
    public string? NameError(string? error) => error is not null && IsReserved && !AllowReserved ? ReservedRule : error;

    /// <summary>
    /// Reads a pasted <c>.env</c> text. Lines that cannot be read become rows as they stand, in their places: somebody has to look at
    /// them, and nothing that was pasted is lost.
    /// </summary>
    public static IEnumerable<EntryDraft> Read(string text)
    {
        var file = DotenvFile.Parse(new SecretText(text));
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');
        var read = file.Entries.Select(entry =>
            (entry.Line, Row: new EntryDraft { Name = entry.Name, Value = entry.Value.Reveal() })
        );
        var unread = file.Invalid.Select(error => (error.Line, Row: Unread(lines[error.Line - 1])));
        return read.Concat(unread).OrderBy(row => row.Line).Select(row => row.Row);
    }

    /// <summary>
    /// Puts what was read among rows that are there. A name that stands there gets the new value; what is new begins in
    /// <paramref name="at"/>, if that has no name, and goes on below it.
    /// </summary>
    public static void Fill(List<EntryDraft> rows, EntryDraft at, IEnumerable<EntryDraft> read)
    {
        var known = rows.Where(row => row.Name.Length > 0).DistinctBy(row => row.Name).ToDictionary(row => row.Name);
        List<EntryDraft> below = [];
        foreach (var entry in read)
        {
            if (known.TryGetValue(entry.Name, out var same))
            {
                same.Value = entry.Value;
                continue;
            }

            var row = entry;
            if (at.IsEmpty)
                ((row = at).Name, at.Value) = (entry.Name, entry.Value);
            else
                below.Add(entry);
            if (row.Name.Length > 0)
                known[row.Name] = row;
        }

        rows.InsertRange(rows.IndexOf(at) + 1, below);
    }

    static EntryDraft Unread(string line)
    {
        const string Export = "export ";
        var bare = line.Trim('\uFEFF', ' ', '\t', '\u00A0');
        if (bare.StartsWith(Export, StringComparison.Ordinal))
            bare = bare[Export.Length..];
        if (bare.Split('=', 2) is [var name, var value] && MayBeName(name.Trim()))
            return new() { Name = name.Trim(), Value = value.Trim() };
        // What is no name may be a line of a value: it is not to stand there for everybody to read.
        return Names.CheckEntry(bare) is null ? new() { Name = bare } : new() { Value = bare };
    }

    /// <summary>Whether somebody may have meant it as a name, right or wrong. A line of a key in Base64 has an = at its end, too.</summary>
    static bool MayBeName(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.');
}
