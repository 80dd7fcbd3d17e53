using System.Collections.Frozen;
using System.Globalization;
using Studio.Domain.Common;

namespace Studio.Domain.SecretKeys;

/// <summary>The rules of a whole collection.</summary>
static class CollectionRules
{
    public static readonly IReadOnlyDictionary<string, int> NothingStored = FrozenDictionary<string, int>.Empty;

    /// <summary>Everything that is wrong with a collection, or null.</summary>
    /// <param name="stored">Bytes of the entries that are there now and stay, by name.</param>
    public static Invalid? Check(
        string? name,
        string? description,
        IReadOnlyList<EntryInput> entries,
        IReadOnlyDictionary<string, int> stored
    )
    {
        var errors = new List<FieldError>();
        if (Names.Check(name) is { } badName)
            errors.Add(new("name", badName));
        if (DisplayText.Check(description) is { } badDescription)
            errors.Add(new("description", badDescription));
        errors.AddRange(
            EntryRules.Check(
                entries,
                stored,
                index => string.Create(CultureInfo.InvariantCulture, $"entries[{index}].")
            )
        );
        return errors.Count == 0 ? null : new Invalid([.. errors]);
    }
}
