using Studio.Domain.Common;

namespace Studio.Services;

/// <summary>What is wrong with a form, by the wire path of its fields.</summary>
public sealed class ServiceFormErrors
{
    public static readonly ServiceFormErrors None = new([]);

    readonly IReadOnlyList<FieldError> _errors;

    ServiceFormErrors(IReadOnlyList<FieldError> errors) => _errors = errors;

    /// <summary>The sentences for one field, or null. What is wrong below it (<c>bindings[1].only[0]</c>) belongs to it too.</summary>
    public string? this[string path]
    {
        get
        {
            var found = _errors.Where(error => IsAt(error.Field, path)).Select(error => error.Message).Distinct();
            return string.Join(' ', found) is { Length: > 0 } text ? text : null;
        }
    }

    /// <summary>Puts a problem beside the fields that it is about.</summary>
    /// <returns>Null where no field can show it: it belongs above the form.</returns>
    public static ServiceFormErrors? Of(Problem problem) =>
        problem switch
        {
            Invalid invalid => new(invalid.Errors),
            NameTaken => new([new("name", problem.Message)]),
            Refused { Code: "registry-mismatch" } => new([new("pullSecret", problem.Message)]),
            _ => null,
        };

    /// <summary>What is wrong with exactly this and nothing below it: for a list as a whole.</summary>
    public string? At(string path) =>
        _errors.Where(error => error.Field == path).Select(error => error.Message).FirstOrDefault();

    static bool IsAt(string field, string path) =>
        field.StartsWith(path, StringComparison.Ordinal)
        && (field.Length == path.Length || field[path.Length] is '[' or '.');
}
