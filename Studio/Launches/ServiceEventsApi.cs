using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.Common;
using Studio.Client.Services;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Projects;
using static Studio.Common.WireWords;

namespace Studio.Launches;

/// <summary>What happened to a service, and how it answers: under <c>/projects/{project}/services/{service}</c>.</summary>
static class ServiceEventsApi
{
    public static RouteGroupBuilder MapServiceEvents(this RouteGroupBuilder group)
    {
        group
            .MapGet("events", ListAsync)
            .WithName("ListServiceEvents")
            .WithSummary("What happened to its containers and launches, newest first");
        group
            .MapGet("health", GetHealthAsync)
            .WithName("GetServiceHealth")
            .WithSummary("What its last health checks found");
        return group;
    }

    static async Task<Results<Ok<PagedResponse<ServiceEventResponse>>, ProblemHttpResult>> ListAsync(
        Actor actor,
        ProjectScope project,
        string service,
        [AsParameters] ListQuery page,
        ListServiceEvents list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, project.Id, service, page.ToPageRequest(), stop)).ToOk(found =>
            found.ToResponse(ToResponse)
        );

    static async Task<Results<Ok<ServiceHealthResponse>, ProblemHttpResult>> GetHealthAsync(
        Actor actor,
        ProjectScope project,
        string service,
        GetServiceHealth get,
        CancellationToken stop
    ) =>
        (await get.RunAsync(actor, project.Id, service, stop)).ToOk(health => new ServiceHealthResponse(
            health.State,
            [
                .. health.Probes.Select(probe => new ServiceProbeResponse(
                    probe.At,
                    probe.Took.TotalMilliseconds,
                    probe.Healthy,
                    probe.Output?.ToString()
                )),
            ]
        ));

    static ServiceEventResponse ToResponse(ServiceMoment moment) =>
        moment switch
        {
            { Container: { } happened } => new(
                moment.At,
                Word(happened.Kind),
                happened.Launch?.ToString(),
                happened.Container,
                happened.ExitCode,
                Detail: happened.Detail
            ),
            _ => new(
                moment.At,
                moment.Outcome is { } outcome ? $"launch-{Word(outcome)}" : "launch-ordered",
                $"{moment.Launch!.Id}",
                Revision: moment.Launch.Revision,
                By: moment.Launch.By,
                Reason: Word(moment.Launch.Reason),
                Detail: moment.Outcome is null ? null : moment.Launch.Error
            ),
        };
}
