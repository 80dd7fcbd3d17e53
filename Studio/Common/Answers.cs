using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Domain.Common;

namespace Studio.Common;

/// <summary>From what a use case gives to what a door answers.</summary>
static class Answers
{
    public static Results<Ok<TOut>, ProblemHttpResult> ToOk<T, TOut>(this Result<T> result, Func<T, TOut> map) =>
        result.TryGet(out var value, out var problem) ? TypedResults.Ok(map(value)) : problem.ToHttp();

    public static Results<NoContent, ProblemHttpResult> ToNoContent(this Result<Done> result) =>
        result.Problem is { } problem ? problem.ToHttp() : TypedResults.NoContent();
}
