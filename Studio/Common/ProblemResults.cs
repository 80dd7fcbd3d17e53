using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Studio.Domain.Common;

namespace Studio.Common;

/// <summary>How problems look on the wire: <see href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</see>.</summary>
static class ProblemResults
{
    const string TypePrefix = "urn:studio:problem:";

    /// <summary>The answer to a problem of a use case.</summary>
    public static ProblemHttpResult ToHttp(this Problem problem) => TypedResults.Problem(Details(problem));

    public static ProblemDetails Details(Problem problem)
    {
        var details = Details(problem.Code, Status(problem), Title(problem.Code), problem.Message);
        if (problem is Invalid invalid)
        {
            details.Extensions["errors"] = invalid
                .Errors.GroupBy(error => error.Field)
                .ToDictionary(field => field.Key, field => field.Select(error => error.Message).ToArray());
        }

        if (problem is InUse inUse)
            details.Extensions["users"] = inUse.Users.ToArray();
        if (problem is Stale stale)
            details.Extensions["currentVersion"] = stale.Current;
        return details;
    }

    public static ProblemDetails Details(string code, int status, string title, string detail) =>
        new()
        {
            Type = TypePrefix + code,
            Status = status,
            Title = title,
            Detail = detail,
        };

    static int Status(Problem problem) =>
        problem switch
        {
            Invalid => StatusCodes.Status400BadRequest,
            Denied => StatusCodes.Status403Forbidden,
            Missing => StatusCodes.Status404NotFound,
            NameTaken or InUse => StatusCodes.Status409Conflict,
            Stale => StatusCodes.Status412PreconditionFailed,
            Sealed => StatusCodes.Status423Locked,
            EngineUnavailable => StatusCodes.Status503ServiceUnavailable,
            _ => problem.Code switch
            {
                "unauthenticated" or "bad-credentials" => StatusCodes.Status401Unauthorized,
                "registry-mismatch" => StatusCodes.Status400BadRequest,
                "already-set-up" => StatusCodes.Status409Conflict,
                "rate-limited" or "locked-out" => StatusCodes.Status429TooManyRequests,
                "pull-denied" or "image-missing" or "registry-unavailable" => StatusCodes.Status502BadGateway,
                "database-busy" => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status422UnprocessableEntity,
            },
        };

    /// <summary><c>name-taken</c> is "Name taken".</summary>
    static string Title(string code) => $"{char.ToUpperInvariant(code[0])}{code[1..].Replace('-', ' ')}";
}
