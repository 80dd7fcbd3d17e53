using System.Collections.Frozen;
using System.Globalization;
using Studio.Domain.Common;

namespace Studio.Domain.SecretKeys;

/// <summary>The rules of a whole collection.</summary>
static class CollectionRules
{
    public static readonly IReadOnlyDictionary<string, int> NothingStored = FrozenDictionary<string, int>.Empty;

    /// <summary>Everything that is wrong with a collection that is to be, or null.</summary>
    public static Invalid? CheckNew(
        string? name,
        string? description,
        string? preset,
        IReadOnlyList<EntryInput> entries
    )
    {
        var errors = Errors(name, description, preset, entries, NothingStored).ToList();
        if (PresetRules.Check(preset) is { } badPreset)
            errors.Add(badPreset);
        // A wrong name is most likely the missing one.
        if (errors.Count == 0)
            errors.AddRange(PresetRules.CheckComplete(preset, entries));
        return ToInvalid(errors);
    }

    /// <summary>Everything that is wrong with what a collection is to become, or null.</summary>
    /// <param name="preset">The one that it was made from.</param>
    /// <param name="stored">Bytes of the entries that are there now and stay, by name.</param>
    public static Invalid? Check(
        string? name,
        string? description,
        string? preset,
        IReadOnlyList<EntryInput> entries,
        IReadOnlyDictionary<string, int> stored
    ) => ToInvalid([.. Errors(name, description, preset, entries, stored)]);

    static IEnumerable<FieldError> Errors(
        string? name,
        string? description,
        string? preset,
        IReadOnlyList<EntryInput> entries,
        IReadOnlyDictionary<string, int> stored
    )
    {
        if (Names.Check(name) is { } badName)
            yield return new("name", badName);
        if (DisplayText.Check(description) is { } badDescription)
            yield return new("description", badDescription);
        foreach (var error in EntryRules.Check(entries, stored, Path).Concat(PresetRules.Check(preset, entries, Path)))
            yield return error;
    }

    static string Path(int index) => string.Create(CultureInfo.InvariantCulture, $"entries[{index}].");

    static Invalid? ToInvalid(List<FieldError> errors) => errors.Count == 0 ? null : new Invalid([.. errors]);
}
