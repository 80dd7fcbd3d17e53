using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client;
using Studio.Client.Launches;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Identity;

namespace Studio.Launches;

/// <summary><c>/launches</c>.</summary>
static class LaunchesApi
{
    public static RouteGroupBuilder MapLaunches(this RouteGroupBuilder group)
    {
        group.MapGet("{launch}", GetAsync).WithName("GetLaunch").WithSummary("One launch with its steps");
        group
            .MapGet("{launch}/events", FollowAsync)
            .WithName("FollowLaunch")
            .WithSummary("Steps and pull progress as NDJSON, until the launch has ended")
            .Produces<LaunchEventResponse>(StatusCodes.Status200OK, LastingLines.ContentType)
            .ProducesProblem(StatusCodes.Status404NotFound);
        return group;
    }

    /// <summary>202 with the launch's id, and where to look at it.</summary>
    public static Results<Accepted<LaunchAcceptedResponse>, ProblemHttpResult> ToAccepted(
        this Result<LaunchId> result
    ) =>
        result.TryGet(out var launch, out var problem)
            ? TypedResults.Accepted($"/api/v1/launches/{launch}", new LaunchAcceptedResponse($"{launch}"))
            : problem.ToHttp();

    static async Task<Results<Ok<LaunchResponse>, ProblemHttpResult>> GetAsync(
        Actor actor,
        string launch,
        GetLaunch get,
        CancellationToken stop
    ) =>
        WireId.TryParse<LaunchId>(launch, out var id)
            ? (await get.RunAsync(actor, id, stop)).ToOk(LaunchesMapping.ToResponse)
            : new Missing("The launch").ToHttp();

    static async Task<IResult> FollowAsync(
        Actor actor,
        string launch,
        FollowLaunch follow,
        LastingAccess lasting,
        HttpContext http,
        CancellationToken stop
    )
    {
        if (!WireId.TryParse<LaunchId>(launch, out var id))
            return new Missing("The launch").ToHttp();
        if (!(await follow.RunAsync(actor, id, stop)).TryGet(out var events, out var problem))
            return problem.ToHttp();
        return lasting.Stream(
            http,
            Permission.View,
            actor.Project,
            events.Select(LaunchesMapping.ToResponse),
            StudioJson.Default.LaunchEventResponse
        );
    }
}
