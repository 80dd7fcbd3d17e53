using System.Text.RegularExpressions;
using Studio.Domain.Common;

namespace Studio.Components;

/// <summary>
/// What a form's last check found: sentences for its fields by their wire paths, and the rest for a banner above it. Cascade it
/// over the form, so that its fields can tell one check from the next.
/// </summary>
public sealed partial class FormErrors
{
    /// <summary>Nothing is wrong.</summary>
    public static readonly FormErrors None = new(null, []);

    const string Nowhere = "";

    readonly ILookup<string, string> _sentences;

    FormErrors(Problem? problem, HashSet<string> fields)
    {
        Problem = problem;
        IEnumerable<FieldError> errors = problem switch
        {
            Invalid invalid => invalid.Errors,
            NameTaken => [new("name", problem.Message)],
            _ => [],
        };
        _sentences = errors.ToLookup(error => PlaceOf(error.Field, fields), error => error.Message);
    }

    public Problem? Problem { get; }

    /// <summary>What the fields cannot say; null when they say it all.</summary>
    public string? Banner =>
        Problem switch
        {
            null or Invalid or NameTaken => this[Nowhere],
            Stale stale =>
                $"Someone else saved version {stale.Current} in the meantime. What you typed is still here: look at the change in another tab, then press the button again to save on top of it.",
            _ => Problem.Message,
        };

    /// <summary>The sentences for a field, such as <c>entries[2].name</c>; null while it is fine, or has no path.</summary>
    public string? this[string? field] =>
        field is not null && _sentences.Contains(field) ? string.Join(' ', _sentences[field].Distinct()) : null;

    /// <param name="fields">The paths that the form has a place for, rows as <c>entries[].name</c>. What is wrong below such a path,
    /// and has no place of its own, is said there.</param>
    public static FormErrors Of(Problem? problem, params IEnumerable<string> fields) => new(problem, [.. fields]);

    static string PlaceOf(string path, HashSet<string> fields)
    {
        while (path != Nowhere && !fields.Contains(Index().Replace(path, "[]")))
            path = path[..Math.Max(0, path.LastIndexOfAny(['.', '[']))];
        return path;
    }

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
