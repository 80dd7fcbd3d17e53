using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.Common;
using Studio.Client.Launches;
using Studio.Client.Services;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Launches;
using Studio.Projects;

namespace Studio.Services;

/// <summary><c>/projects/{project}/services</c>.</summary>
static class ServicesApi
{
    public static RouteGroupBuilder MapServices(this RouteGroupBuilder group)
    {
        group.MapGet("", ListAsync).WithName("ListServices").WithSummary("Services of a project, and how they do");
        group.MapPost("", CreateAsync).WithName("CreateService").WithSummary("Store a service; it is not launched yet");
        group
            .MapGet("{service}", GetAsync)
            .WithName("GetService")
            .WithSummary("One service with its newest definition");
        group.MapPut("{service}", UpdateAsync).WithName("UpdateService").WithSummary("Store the next revision");
        group.MapDelete("{service}", DeleteAsync).WithName("DeleteService").WithSummary("Delete it, and its container");
        group.MapGet("{service}/revisions", ListRevisionsAsync).WithName("ListRevisions").WithSummary("Newest first");
        group.MapGet("{service}/launches", ListLaunchesAsync).WithName("ListLaunches").WithSummary("Newest first");
        group
            .MapPost("{service}/preview", PreviewAsync)
            .WithName("PreviewService")
            .WithSummary("What a launch would do");
        group
            .MapPost("{service}/launch", LaunchAsync)
            .WithName("LaunchService")
            .WithSummary("Launch the newest revision");
        group
            .MapPost("{service}/restart", RestartAsync)
            .WithName("RestartService")
            .WithSummary("Make its container anew");
        group
            .MapPost("{service}/rollback", RollBackAsync)
            .WithName("RollBackService")
            .WithSummary("Go back to what an earlier launch ran: image digest and secret versions together");
        group
            .MapPost("{service}/reset", ResetAsync)
            .WithName("ResetService")
            .WithSummary("Make its container anew from the same image and secret versions");
        group.MapPost("{service}/stop", StopAsync).WithName("StopService").WithSummary("Stop it; it stays stored");
        return group;
    }

    static async Task<Results<Ok<PagedResponse<ServiceListItemResponse>>, ProblemHttpResult>> ListAsync(
        Actor actor,
        ProjectScope project,
        [AsParameters] ListQuery page,
        ListServices list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, project.Id, page.ToPageRequest(), stop)).ToOk(found =>
            found.ToResponse(ServicesMapping.ToListItem)
        );

    static async Task<Results<Created<ServiceResponse>, ProblemHttpResult>> CreateAsync(
        Actor actor,
        ProjectScope project,
        CreateServiceRequest request,
        CreateService create,
        HttpResponse response,
        CancellationToken stop
    )
    {
        if (!DraftMapping.ToDraft(request).TryGet(out var draft, out var unreadable))
            return unreadable.ToHttp();
        if (!(await create.RunAsync(actor, project.Id, draft, stop)).TryGet(out var service, out var problem))
            return problem.ToHttp();
        response.SetVersion(service.Version);
        return TypedResults.Created($"/api/v1/projects/{project.Id}/services/{service.Id}", service.ToResponse());
    }

    static async Task<Results<Ok<ServiceResponse>, ProblemHttpResult>> GetAsync(
        Actor actor,
        ProjectScope project,
        string service,
        GetService get,
        HttpResponse response,
        CancellationToken stop
    ) =>
        (await get.RunAsync(actor, project.Id, service, stop)).ToOk(found =>
        {
            response.SetVersion(found.Version);
            return found.ToResponse();
        });

    static async Task<Results<Ok<ServiceResponse>, ProblemHttpResult>> UpdateAsync(
        Actor actor,
        ProjectScope project,
        string service,
        UpdateServiceRequest request,
        UpdateService update,
        HttpContext http,
        CancellationToken stop
    )
    {
        if (!DraftMapping.ToDraft(request).TryGet(out var draft, out var unreadable))
            return unreadable.ToHttp();
        var result = await update.RunAsync(actor, project.Id, service, draft, http.Request.IfMatch(), stop);
        return result.ToOk(saved =>
        {
            http.Response.SetVersion(saved.Version);
            return saved.ToResponse();
        });
    }

    static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Actor actor,
        ProjectScope project,
        string service,
        DeleteService delete,
        HttpRequest request,
        CancellationToken stop
    ) => (await delete.RunAsync(actor, project.Id, service, request.IfMatch(), stop)).ToNoContent();

    static async Task<Results<Ok<PagedResponse<RevisionResponse>>, ProblemHttpResult>> ListRevisionsAsync(
        Actor actor,
        ProjectScope project,
        string service,
        [AsParameters] ListQuery page,
        ListRevisions list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, project.Id, service, page.ToPageRequest(), stop)).ToOk(found =>
            found.ToResponse(ServicesMapping.ToResponse)
        );

    static async Task<Results<Ok<PagedResponse<LaunchResponse>>, ProblemHttpResult>> ListLaunchesAsync(
        Actor actor,
        ProjectScope project,
        string service,
        [AsParameters] ListQuery page,
        ListLaunches list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, project.Id, service, page.ToPageRequest(), stop)).ToOk(found =>
            found.ToResponse(LaunchesMapping.ToResponse)
        );

    static async Task<Results<Ok<PreviewResponse>, ProblemHttpResult>> PreviewAsync(
        Actor actor,
        ProjectScope project,
        string service,
        PlanLaunch plan,
        CancellationToken stop
    ) => (await plan.RunAsync(actor, project.Id, service, stop)).ToOk(LaunchesMapping.ToResponse);

    static async Task<Results<Accepted<LaunchAcceptedResponse>, ProblemHttpResult>> LaunchAsync(
        Actor actor,
        ProjectScope project,
        string service,
        LaunchServiceRequest? request,
        LaunchService launch,
        CancellationToken stop
    ) =>
        request?.SecretEnv is { Count: > 0 }
            ? new Invalid("secretEnv", "Variables for one launch only are not supported by this version.").ToHttp()
            : (await launch.RunAsync(actor, project.Id, service, stop)).ToAccepted();

    static async Task<Results<Accepted<LaunchAcceptedResponse>, ProblemHttpResult>> RestartAsync(
        Actor actor,
        ProjectScope project,
        string service,
        RestartService restart,
        CancellationToken stop
    ) => (await restart.RunAsync(actor, project.Id, service, stop)).ToAccepted();

    static async Task<Results<Accepted<LaunchAcceptedResponse>, ProblemHttpResult>> RollBackAsync(
        Actor actor,
        ProjectScope project,
        string service,
        RollBackServiceRequest request,
        RollBackService rollBack,
        CancellationToken stop
    ) =>
        WireId.TryParse<LaunchId>(request.LaunchId, out var target)
            ? (await rollBack.RunAsync(actor, project.Id, service, target, stop)).ToAccepted()
            : new Invalid("launchId", "Use the id of a launch of this service: launch-….").ToHttp();

    static async Task<Results<Accepted<LaunchAcceptedResponse>, ProblemHttpResult>> ResetAsync(
        Actor actor,
        ProjectScope project,
        string service,
        ResetService reset,
        CancellationToken stop
    ) => (await reset.RunAsync(actor, project.Id, service, stop)).ToAccepted();

    static async Task<Results<NoContent, ProblemHttpResult>> StopAsync(
        Actor actor,
        ProjectScope project,
        string service,
        StopServiceRequest? request,
        StopService stopService,
        CancellationToken stop
    ) => (await stopService.RunAsync(actor, project.Id, service, request?.Force ?? false, stop)).ToNoContent();
}
