using Studio.Domain.Common;

namespace Studio.Components;

/// <summary>What is wrong with a form: sentences for its fields by their wire paths, and the rest for a banner above it.</summary>
public sealed class FormErrors
{
    /// <summary>Nothing is wrong.</summary>
    public static readonly FormErrors None = new(null, []);

    readonly HashSet<string> _fields;

    FormErrors(Problem? problem, HashSet<string> fields) => (Problem, _fields) = (problem, fields);

    public Problem? Problem { get; }

    /// <summary>What the fields cannot say; null when they say it all.</summary>
    public string? Banner =>
        Problem switch
        {
            null => null,
            NameTaken when _fields.Contains("name") => null,
            Stale stale =>
                $"Someone else saved version {stale.Current} in the meantime. What you typed is still here: look at the change in another tab, then press the button again to save on top of it.",
            Invalid invalid when Homeless(invalid) is { Count: > 0 } rest => string.Join(' ', rest),
            Invalid => null,
            _ => Problem.Message,
        };

    /// <summary>The sentence for a field, such as <c>entries[2].name</c>; null while it is fine.</summary>
    public string? this[string field] =>
        Problem switch
        {
            NameTaken when field == "name" => Problem.Message,
            Invalid invalid => invalid.Errors.FirstOrDefault(error => error.Field == field).Message,
            _ => null,
        };

    /// <param name="fields">The paths that the form has a place for.</param>
    public static FormErrors Of(Problem? problem, params IEnumerable<string> fields) => new(problem, [.. fields]);

    List<string> Homeless(Invalid invalid) =>
        [.. invalid.Errors.Where(error => !_fields.Contains(error.Field)).Select(error => error.Message)];
}
