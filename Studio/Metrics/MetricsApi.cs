using Studio.Client;
using Studio.Client.Metrics;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.Metrics;
using Studio.Identity;
using Studio.Projects;

namespace Studio.Metrics;

/// <summary><c>/projects/{project}/services/{service}/stats</c>.</summary>
static class MetricsApi
{
    public static RouteGroupBuilder MapServiceMetrics(this RouteGroupBuilder group)
    {
        group
            .MapGet("{service}/stats", GetAsync)
            .WithName("GetServiceStats")
            .WithSummary("What it uses now, or with stream=true as NDJSON every two seconds until it does not run")
            .Produces<ServiceStatsResponse>(StatusCodes.Status200OK, "application/json", LastingLines.ContentType)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status422UnprocessableEntity);
        return group;
    }

    static async Task<IResult> GetAsync(
        Actor actor,
        ProjectScope project,
        string service,
        GetServiceStats get,
        FollowServiceStats follow,
        LastingAccess lasting,
        HttpContext http,
        CancellationToken stop,
        bool stream = false
    )
    {
        if (!stream)
            return (await get.RunAsync(actor, project.Id, service, stop)).ToOk(MetricsMapping.ToResponse);
        if (!(await follow.RunAsync(actor, project.Id, service, stop)).TryGet(out var points, out var problem))
            return problem.ToHttp();
        return lasting.Stream(
            http,
            Permission.View,
            project.Id,
            points.Select(MetricsMapping.ToResponse),
            StudioJson.Default.ServiceStatsResponse
        );
    }
}
