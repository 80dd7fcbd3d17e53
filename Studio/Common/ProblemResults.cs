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
        var details = Details(problem.Code, Status(problem.Code), Title(problem.Code), problem.Message);
        if (problem is Invalid invalid)
        {
            details.Extensions["errors"] = invalid
                .Errors.GroupBy(error => error.Field)
                .ToDictionary(field => field.Key, field => field.Select(error => error.Message).ToArray());
        }

        if (problem is InUse inUse)
            details.Extensions["users"] = inUse.Users.ToArray();
        if (problem is Stale stale)
        {
            details.Extensions["currentVersion"] = stale.Current;
            if (!stale.Changed.IsEmpty)
                details.Extensions["changed"] = stale.Changed.ToArray();
        }

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

    /// <summary>The code decides, whoever found the problem. What is not here was understood and refused.</summary>
    static int Status(string code) =>
        code switch
        {
            "invalid" or "registry-mismatch" => StatusCodes.Status400BadRequest,
            "unauthenticated" or "bad-credentials" => StatusCodes.Status401Unauthorized,
            "denied" => StatusCodes.Status403Forbidden,
            "missing" => StatusCodes.Status404NotFound,
            "name-taken" or "in-use" or "already-set-up" or "engine-conflict" => StatusCodes.Status409Conflict,
            "stale" => StatusCodes.Status412PreconditionFailed,
            "sealed" => StatusCodes.Status423Locked,
            "rate-limited" or "locked-out" => StatusCodes.Status429TooManyRequests,
            "pull-denied" or "image-missing" or "registry-unavailable" or "engine-failed" =>
                StatusCodes.Status502BadGateway,
            "engine-unavailable" or "database-busy" => StatusCodes.Status503ServiceUnavailable,
            "database-full" => StatusCodes.Status507InsufficientStorage,
            _ => StatusCodes.Status422UnprocessableEntity,
        };

    /// <summary><c>name-taken</c> is "Name taken".</summary>
    static string Title(string code) => $"{char.ToUpperInvariant(code[0])}{code[1..].Replace('-', ' ')}";
}
