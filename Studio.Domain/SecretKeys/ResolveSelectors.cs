using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.SecretKeys;

/// <summary>What a selection of personal secrets came to: entries at their versions, no values.</summary>
/// <param name="Entries">Each variable once, in order of name.</param>
/// <param name="Warnings">Sentences: patterns that matched nothing.</param>
public sealed record SelectedSecrets(IReadOnlyList<SelectedEntry> Entries, IReadOnlyList<string> Warnings);

/// <param name="Version">Of the collection: what it held then is what is opened.</param>
public sealed record SelectedEntry(string Name, SecretKeysId Collection, string CollectionName, int Version);

/// <summary>
/// Finds what a person selects of their own library. An id takes a whole collection. A name is strict: it must be there, in one collection.
/// A pattern (<c>*</c>, <c>?</c>; upper and lower case differ) takes what there is, and nothing is a warning. Nothing is taken that was not
/// selected.
/// </summary>
public sealed class ResolveSelectors(IDbContextFactory<StudioDbContext> databases, AuditTrail audit)
{
    const int MaxSelectors = 100;

    /// <param name="selectors">Ids (<c>keys-…</c>), names of entries, patterns.</param>
    /// <returns>
    /// <see cref="Invalid"/> with a message for each selector (field <c>personalSecrets[i]</c>) that finds nothing, is ambiguous, or
    /// brings a name that another one has brought from elsewhere.
    /// </returns>
    public async Task<Result<SelectedSecrets>> RunAsync(
        Actor actor,
        IReadOnlyList<string> selectors,
        CancellationToken stop
    )
    {
        const string Action = AuditActions.ViewSecretKeys;
        if (await audit.RefusalAsync(actor, Permission.UsePersonalSecrets, project: null, Action, stop) is { } denied)
            return denied;
        if (selectors.Count > MaxSelectors)
            return new Invalid("personalSecrets", $"At most {MaxSelectors} can be selected at once.");
        if (actor.User is not { } user)
            return new Invalid("personalSecrets", "Only a user has personal secrets.");
        var owner = SecretOwner.Of(user);
        await using var database = await databases.CreateDbContextAsync(stop);
        var library = await (
            from keys in database.SecretKeys
            join entry in database.Set<SecretKeyEntry>() on keys.Id equals entry.Collection
            where keys.Owner == owner && entry.RemovedIn == null
            orderby entry.Name, keys.Name
            select new SelectedEntry(entry.Name, keys.Id, keys.Name, keys.Version)
        ).ToListAsync(stop);
        return Resolve(library, selectors);
    }

    static Result<SelectedSecrets> Resolve(IReadOnlyList<SelectedEntry> library, IReadOnlyList<string> selectors)
    {
        List<FieldError> errors = [];
        List<string> warnings = [];
        var chosen = new SortedDictionary<string, SelectedEntry>(StringComparer.Ordinal);
        // The most certain first, so that an id settles what a name or a pattern leaves open.
        foreach (var (index, selector) in selectors.Index().OrderBy(selector => Kind(selector.Item)))
        {
            var kind = Kind(selector);
            var found = library.Where(Matcher(kind, selector)).ToLookup(entry => entry.Name);
            if (found.Count == 0 && kind == SelectorKind.Pattern)
                warnings.Add($"The pattern at place {index + 1} matches none of your secrets.");
            else if (found.Count == 0)
                errors.Add(new($"personalSecrets[{index}]", "You have no such secret."));
            foreach (var entries in found.Where(entries => kind == SelectorKind.Id || !chosen.ContainsKey(entries.Key)))
            {
                var taken = chosen.TryGetValue(entries.Key, out var earlier) ? entries.Prepend(earlier) : entries;
                var places = taken.DistinctBy(entry => entry.Collection).Select(entry => entry.CollectionName).ToList();
                if (places.Count == 1)
                    chosen[entries.Key] = entries.First();
                else if (kind == SelectorKind.Pattern)
                    warnings.Add($"{Ambiguous(entries.Key, places)} It was left out.");
                else
                    errors.Add(
                        new(
                            $"personalSecrets[{index}]",
                            $"{Ambiguous(entries.Key, places)} Select one of them by its id."
                        )
                    );
            }
        }

        return errors.Count > 0 ? new Invalid([.. errors]) : new SelectedSecrets([.. chosen.Values], warnings);
    }

    static string Ambiguous(string name, IEnumerable<string> places) =>
        $"{name} is in {string.Join(" and in ", places)}.";

    static Func<SelectedEntry, bool> Matcher(SelectorKind kind, string selector)
    {
        if (kind == SelectorKind.Id)
            return entry => $"{entry.Collection}" == selector;
        if (kind == SelectorKind.Name)
            return entry => entry.Name == selector;
        var text = Regex
            .Escape(selector)
            .Replace(@"\*", ".*", StringComparison.Ordinal)
            .Replace(@"\?", ".", StringComparison.Ordinal);
        var pattern = new Regex($@"\A{text}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        return entry => pattern.IsMatch(entry.Name);
    }

    static SelectorKind Kind(string selector) =>
        WireId.TryParse<SecretKeysId>(selector, out _) ? SelectorKind.Id
        : selector.AsSpan().ContainsAny('*', '?') ? SelectorKind.Pattern
        : SelectorKind.Name;

    enum SelectorKind
    {
        Id,
        Name,
        Pattern,
    }
}
