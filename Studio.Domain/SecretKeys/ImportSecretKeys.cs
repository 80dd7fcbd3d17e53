using System.Globalization;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Dotenv;
using Studio.Domain.Identity;

namespace Studio.Domain.SecretKeys;

/// <summary>What becomes of entries that an imported text does not name.</summary>
public enum ImportMode
{
    /// <summary>They stay.</summary>
    Merge,

    /// <summary>They go.</summary>
    Replace,
}

/// <summary>What an import does, or would do. Names in order; no values.</summary>
/// <param name="Version">The version that the collection has now.</param>
/// <param name="Duplicates">The first <see cref="ImportSecretKeys.MaxLines"/> of them.</param>
/// <param name="Invalid">Likewise.</param>
public sealed record SecretKeysDiff(
    int Version,
    IReadOnlyList<string> Added,
    IReadOnlyList<string> Changed,
    IReadOnlyList<string> Unchanged,
    IReadOnlyList<string> Removed,
    IReadOnlyList<DotenvDuplicate> Duplicates,
    IReadOnlyList<DotenvError> Invalid
)
{
    /// <summary>How many duplicates there are that are not told one by one.</summary>
    public int MoreDuplicates { get; init; }

    /// <summary>How many lines there are that cannot be taken either, and are not told one by one.</summary>
    public int MoreInvalid { get; init; }

    public bool ChangesNothing => Added.Count + Changed.Count + Removed.Count == 0;
}

/// <summary>
/// Takes a <c>.env</c> text into a collection, as one version, or tells what that would do. Values are compared by fingerprint: none is
/// opened.
/// </summary>
public sealed class ImportSecretKeys(AuditTrail audit, SecretKeysChange change)
{
    /// <summary>Of the text. A collection holds at most as much, in fewer characters.</summary>
    public const int MaxCharacters = 2 * 1024 * 1024;

    /// <summary>How many lines are told one by one: who gave the wrong file need not read all of it.</summary>
    public const int MaxLines = 100;

    /// <param name="allowReserved">The explicit yes to names such as <c>PATH</c>.</param>
    /// <param name="dryRun">Only tells.</param>
    /// <param name="expectedVersion">The version that the caller saw; null: whatever is stored.</param>
    /// <returns>
    /// What was done. <see cref="Missing"/>, <see cref="Stale"/>, or, when a line cannot be taken, <see cref="Invalid"/> (field
    /// <c>dotenv</c>, a message for each line), and then nothing was done. A dry run tells of such lines instead.
    /// </returns>
    public async Task<Result<SecretKeysDiff>> RunAsync(
        Actor actor,
        SecretOwner owner,
        string idOrName,
        SecretText dotenv,
        ImportMode mode,
        bool allowReserved,
        bool dryRun,
        int? expectedVersion,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.UpdateSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.ManageSecrets, owner, Action, stop) is { } denied)
            return denied;
        if (dotenv.Reveal().Length > MaxCharacters)
            return new Invalid("dotenv", $"The text has at most {MaxCharacters / 1024 / 1024} million characters.");
        var file = DotenvFile.Parse(dotenv);
        // What is refused whatever is stored keeps no writer waiting.
        if (dryRun || file.Invalid.Count > 0 || file.Entries.Count > SecretKeyCollection.MaxEntries)
        {
            var looked = await change.LookAsync(
                owner,
                idOrName,
                expectedVersion,
                keys => Compare(keys, file, mode, allowReserved).Diff,
                stop
            );
            return !dryRun && looked.TryGet(out var refused, out _) ? ToProblem(refused) : looked;
        }

        SecretKeysDiff? done = null;
        var result = await change.RunAsync(
            actor,
            owner,
            idOrName,
            expectedVersion,
            keys =>
            {
                (done, var intent) = Compare(keys, file, mode, allowReserved);
                return done.Invalid.Count == 0 ? intent : ToProblem(done);
            },
            stop
        );
        return result.TryGet(out var view, out var problem) ? done! with { Version = view.Version } : problem;
    }

    (SecretKeysDiff Diff, SecretKeysIntent Intent) Compare(
        SecretKeyCollection keys,
        DotenvFile file,
        ImportMode mode,
        bool allowReserved
    )
    {
        var current = keys.Entries.ToDictionary(entry => entry.Name);
        var named = file.Entries.Select(entry => entry.Name).ToHashSet();
        List<string> removed = mode == ImportMode.Replace ? [.. current.Keys.Where(name => !named.Contains(name))] : [];
        var entries = file
            .Entries.Select(entry => new EntryInput(
                entry.Name,
                entry.Value,
                current.GetValueOrDefault(entry.Name)?.Delivery ?? Delivery.Env,
                current.GetValueOrDefault(entry.Name)?.ExpiresAt,
                allowReserved
            ))
            .ToList();
        var broken = Broken(keys, file, entries, removed).ToList();
        var invalid = file.Invalid.Concat(broken).OrderBy(error => error.Line).ToList();
        // What is refused would be nothing else as well.
        var lines = broken.Select(error => error.Line).ToHashSet();
        entries = EntryRules.AreTooMany(entries)
            ? []
            : [.. entries.Where((_, index) => !lines.Contains(file.Entries[index].Line))];
        var added = entries.FindAll(entry => !current.ContainsKey(entry.Name!));
        var unchanged = entries.FindAll(entry =>
            current.TryGetValue(entry.Name!, out var stored) && change.Holds(keys, stored, entry.Value!)
        );
        var changed = entries.Except(added).Except(unchanged).ToList();
        var diff = new SecretKeysDiff(
            keys.Version,
            Sorted(added),
            Sorted(changed),
            Sorted(unchanged),
            [.. removed.Order(StringComparer.Ordinal)],
            [.. file.Duplicates.Take(MaxLines)],
            [.. invalid.Take(MaxLines)]
        )
        {
            MoreDuplicates = Math.Max(0, file.Duplicates.Count - MaxLines),
            MoreInvalid = Math.Max(0, invalid.Count - MaxLines),
        };
        var changes = added.Concat(changed).Select(entry => entry.ToChange()).ToList();
        return (diff, new SecretKeysIntent(keys.Name, keys.Description, changes, removed));
    }

    /// <summary>The lines that the rules of entries refuse.</summary>
    IEnumerable<DotenvError> Broken(
        SecretKeyCollection keys,
        DotenvFile file,
        List<EntryInput> entries,
        List<string> removed
    )
    {
        var staying = change.Sizes(keys).Where(entry => !removed.Contains(entry.Key)).ToDictionary();
        var errors = EntryRules.Check(entries, staying, Place).Concat(PresetRules.Check(keys.Preset, entries, Place));
        // What is wrong with all of them together stands at the first line.
        return errors.Select(error => new DotenvError(
            int.TryParse(error.Field.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? file.Entries[index].Line
                : 1,
            error.Message
        ));
    }

    static string Place(int index) => string.Create(CultureInfo.InvariantCulture, $"{index}.");

    static IReadOnlyList<string> Sorted(IEnumerable<EntryInput> entries) =>
        [.. entries.Select(entry => entry.Name!).Order(StringComparer.Ordinal)];

    static Invalid ToProblem(SecretKeysDiff diff)
    {
        var lines = diff.Invalid.Select(error =>
            string.Create(CultureInfo.InvariantCulture, $"Line {error.Line}: {error.Reason}")
        );
        if (diff.MoreInvalid > 0)
            lines = lines.Append(string.Create(CultureInfo.InvariantCulture, $"And {diff.MoreInvalid} more."));
        return new([.. lines.Select(line => new FieldError("dotenv", line))]);
    }
}
