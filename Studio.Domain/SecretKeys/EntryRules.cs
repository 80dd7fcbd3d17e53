using Studio.Domain.Common;

namespace Studio.Domain.SecretKeys;

/// <summary>One entry as someone sends it.</summary>
/// <param name="Value">The new value, byte for byte; null keeps the one that is stored.</param>
/// <param name="AllowReserved">The explicit yes to a name that changes how programs are found or loaded.</param>
public sealed record EntryInput(
    string? Name,
    SecretText? Value,
    Delivery Delivery = Delivery.Env,
    DateTimeOffset? ExpiresAt = null,
    bool AllowReserved = false
)
{
    internal EntryChange ToChange() => new(Name!, Value, Delivery, ExpiresAt);
}

/// <summary>The rules of entries, each with the sentence that people see. None quotes a name or a value.</summary>
static class EntryRules
{
    public const int MaxTotalBytes = 1024 * 1024;

    /// <summary>What is wrong with entries that are sent.</summary>
    /// <param name="stored">Bytes of the entries that are there now and stay, by name.</param>
    /// <param name="path">What a field's path begins with, such as <c>entries[2].</c>.</param>
    public static IEnumerable<FieldError> Check(
        IReadOnlyList<EntryInput> entries,
        IReadOnlyDictionary<string, int> stored,
        Func<int, string> path
    )
    {
        if (AreTooMany(entries))
            return [new("entries", TooMany)];
        var errors = new List<FieldError>();
        var sizes = new Dictionary<string, int>(stored, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, entry) in entries.Index())
        {
            if (CheckName(entry, stored, seen) is { } name)
                errors.Add(new($"{path(index)}name", name));
            if (CheckValue(entry, stored) is { } value)
                errors.Add(new($"{path(index)}value", value));
            else if (entry is { Name: { } key, Value: { } text })
                sizes[key] = text.Bytes;
        }

        if (sizes.Count > SecretKeyCollection.MaxEntries)
            errors.Add(new("entries", TooMany));
        if (sizes.Values.Sum(size => (long)size) > MaxTotalBytes)
            errors.Add(new("entries", $"All values together have at most {MaxTotalBytes / 1024} KiB."));
        return errors;
    }

    /// <summary>Then nothing else is said of them, and nothing is to be looked for.</summary>
    public static bool AreTooMany(IReadOnlyList<EntryInput> entries) => entries.Count > SecretKeyCollection.MaxEntries;

    static string TooMany => $"A collection has at most {SecretKeyCollection.MaxEntries} entries.";

    static string? CheckName(EntryInput entry, IReadOnlyDictionary<string, int> stored, HashSet<string> seen) =>
        Names.CheckEntry(entry.Name) is { } broken ? broken
        : !seen.Add(entry.Name!) ? "This name stands here more than once."
        : Names.IsReserved(entry.Name!) && !entry.AllowReserved && !stored.ContainsKey(entry.Name!) ? Names.ReservedRule
        : null;

    static string? CheckValue(EntryInput entry, IReadOnlyDictionary<string, int> stored)
    {
        if (entry.Value is not { } value)
            return entry.Name is not null && stored.ContainsKey(entry.Name) ? null : SecretRules.Needed;
        return SecretRules.Check(value);
    }
}
