using Studio.Domain.Common;

namespace Studio.Domain.Dotenv;

/// <summary>What a <c>.env</c> text says. See <c>docs/dotenv.md</c> for the rules.</summary>
/// <param name="Entries">One for each name, in order of first appearance, with the value that stands last.</param>
/// <param name="Duplicates">Names that stand there more than once: each line that replaces an earlier one.</param>
/// <param name="Invalid">Lines that say nothing, in order.</param>
public sealed record DotenvFile(
    IReadOnlyList<DotenvEntry> Entries,
    IReadOnlyList<DotenvDuplicate> Duplicates,
    IReadOnlyList<DotenvError> Invalid
)
{
    /// <summary>Reads a text. Never fails: what cannot be read is in <see cref="Invalid"/>, and the lines after it are read all the same.</summary>
    public static DotenvFile Parse(SecretText text)
    {
        var reader = new DotenvReader(text.Reveal());
        List<DotenvEntry> entries = [];
        List<DotenvDuplicate> duplicates = [];
        List<DotenvError> invalid = [];
        Dictionary<string, int> places = [];
        while (reader.TryRead(out var line, out var entry, out var error))
        {
            if (error is not null)
                invalid.Add(new(line, error));
            else if (places.TryGetValue(entry!.Name, out var place))
            {
                entries[place] = entry;
                duplicates.Add(new(entry.Name, line));
            }
            else
            {
                places[entry.Name] = entries.Count;
                entries.Add(entry);
            }
        }

        return new(entries, duplicates, invalid);
    }
}

/// <param name="Line">Where it begins, from 1.</param>
public sealed record DotenvEntry(string Name, SecretText Value, int Line);

/// <param name="Line">Where it stands again, from 1.</param>
public sealed record DotenvDuplicate(string Name, int Line);

/// <param name="Line">From 1.</param>
/// <param name="Reason">A sentence that quotes nothing of the line: it may hold a value.</param>
public sealed record DotenvError(int Line, string Reason);
