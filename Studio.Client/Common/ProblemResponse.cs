using System.Text.Json.Serialization;

namespace Studio.Client.Common;

/// <summary>An error as <c>application/problem+json</c> (<see href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</see>).</summary>
/// <param name="Type"><c>urn:studio:problem:</c> and the code, such as <c>name-taken</c>.</param>
/// <param name="Detail">A sentence that says what to do; it never quotes a secret.</param>
/// <param name="Errors">Sentences by field, such as <c>entries[2].name</c>, where the input was invalid.</param>
public sealed record ProblemResponse(
    string Type,
    string Title,
    int Status,
    string? Detail = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors = null
)
{
    /// <summary>What every <see cref="Type"/> starts with.</summary>
    public const string TypePrefix = "urn:studio:problem:";
}
