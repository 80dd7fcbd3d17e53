using System.Text.Json;
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
    static readonly byte[] NewLine = [(byte)'\n'];

    public static RouteGroupBuilder MapServiceMetrics(this RouteGroupBuilder group)
    {
        group
            .MapGet("{service}/stats", GetAsync)
            .WithName("GetServiceStats")
            .WithSummary("What it uses now, or with stream=true as NDJSON every two seconds until it does not run")
            .Produces<ServiceStatsResponse>(StatusCodes.Status200OK, "application/json", "application/x-ndjson")
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
        return TypedResults.Stream(
            async body =>
            {
                await using var access = lasting.Begin(http, Permission.View, project.Id, stop);
                await using var each = points.GetAsyncEnumerator(access.Token);
                try
                {
                    while (await each.MoveNextAsync())
                        await WriteAsync(body, each.Current, stop);
                }
                catch (OperationCanceledException) when (access.IsWithdrawn)
                {
                    // What was seen stays; the answer ends here.
                }
            },
            "application/x-ndjson"
        );
    }

    static async Task WriteAsync(Stream body, UsagePoint point, CancellationToken stop)
    {
        await JsonSerializer.SerializeAsync(body, point.ToResponse(), StudioJson.Default.ServiceStatsResponse, stop);
        await body.WriteAsync(NewLine, stop);
        await body.FlushAsync(stop);
    }
}
