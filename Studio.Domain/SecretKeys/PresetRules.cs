using Studio.Domain.Common;

namespace Studio.Domain.SecretKeys;

/// <summary>A preset fixes the names of a collection's entries.</summary>
static class PresetRules
{
    /// <summary>What is wrong with the id of a preset, or null.</summary>
    public static FieldError? Check(string? preset) =>
        preset is null || Preset.Find(preset) is not null
            ? null
            : new FieldError(
                "preset",
                $"A preset is one of: {string.Join(", ", Preset.All.Select(known => known.Id))}."
            );

    /// <summary>Entries that have a name which is none of the preset's.</summary>
    /// <param name="path">What a field's path begins with, such as <c>entries[2].</c>.</param>
    public static IEnumerable<FieldError> Check(
        string? preset,
        IReadOnlyList<EntryInput> entries,
        Func<int, string> path
    )
    {
        if (EntryRules.AreTooMany(entries) || Preset.Find(preset) is not { } known)
            yield break;
        foreach (var (index, entry) in entries.Index())
        {
            if (known.Names.All(allowed => allowed.Name != entry.Name))
                yield return new($"{path(index)}name", OnlyNames(known));
        }
    }

    /// <summary>What is missing of a new collection.</summary>
    public static IEnumerable<FieldError> CheckComplete(string? preset, IReadOnlyList<EntryInput> entries)
    {
        if (Preset.Find(preset) is not { } known)
            yield break;
        foreach (var needed in known.Names.Where(needed => entries.All(entry => entry.Name != needed.Name)))
            yield return new("entries", $"{known.Title} needs an entry {needed.Name}.");
    }

    /// <summary>An entry without a name gets the preset's, if that has one only.</summary>
    public static IReadOnlyList<EntryInput> Named(string? preset, IReadOnlyList<EntryInput> entries) =>
        Preset.Find(preset) is { Names: [var only] }
            ? [.. entries.Select(entry => string.IsNullOrEmpty(entry.Name) ? entry with { Name = only.Name } : entry)]
            : entries;

    static string OnlyNames(Preset preset) =>
        $"The preset {preset.Id} has the name {string.Join(" and ", preset.Names.Select(name => name.Name))}, and no other.";
}
