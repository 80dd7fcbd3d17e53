using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.Common;
using Studio.Client.PullSecrets;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.PullSecrets;
using Studio.Projects;

namespace Studio.PullSecrets;

/// <summary><c>/projects/{project}/pull-secrets</c>. No answer holds a password.</summary>
static class PullSecretsApi
{
    public static RouteGroupBuilder MapPullSecrets(this RouteGroupBuilder group)
    {
        group.MapGet("", ListAsync).WithName("ListPullSecrets").WithSummary("Registry credentials of a project");
        group.MapPost("", CreateAsync).WithName("CreatePullSecret").WithSummary("Store credentials for one registry");
        group.MapPost("test", TestUnsavedAsync).WithName("TestUnsavedPullSecret").WithSummary("Try before storing");
        group.MapGet("{secret}", GetAsync).WithName("GetPullSecret").WithSummary("One of them, without its password");
        group
            .MapGet("{secret}/usage", GetUsageAsync)
            .WithName("GetPullSecretUsage")
            .WithSummary("Services that use it");
        group.MapPut("{secret}", UpdateAsync).WithName("UpdatePullSecret").WithSummary("Store the next version");
        group
            .MapDelete("{secret}", DeleteAsync)
            .WithName("DeletePullSecret")
            .WithSummary("Delete it, if no service uses it");
        group
            .MapPost("{secret}/test", TestAsync)
            .WithName("TestPullSecret")
            .WithSummary("How far the registry lets us in");
        return group;
    }

    static async Task<Results<Ok<PagedResponse<PullSecretResponse>>, ProblemHttpResult>> ListAsync(
        Actor actor,
        ProjectScope project,
        [AsParameters] ListQuery page,
        ListPullSecrets list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, project.Id, page.ToPageRequest(), stop)).ToOk(found =>
            found.ToResponse(PullSecretsMapping.ToResponse)
        );

    static async Task<Results<Created<PullSecretResponse>, ProblemHttpResult>> CreateAsync(
        Actor actor,
        ProjectScope project,
        PullSecretRequest request,
        CreatePullSecret create,
        HttpResponse response,
        CancellationToken stop
    )
    {
        if (!request.ToAccount().TryGet(out var account, out var unreadable))
            return unreadable.ToHttp();
        var result = await create.RunAsync(actor, project.Id, request.Name, account, stop);
        if (!result.TryGet(out var secret, out var problem))
            return problem.ToHttp();
        response.SetVersion(secret.Version);
        return TypedResults.Created($"/api/v1/projects/{project.Id}/pull-secrets/{secret.Id}", secret.ToResponse());
    }

    static async Task<Results<Ok<PullSecretResponse>, ProblemHttpResult>> GetAsync(
        Actor actor,
        ProjectScope project,
        string secret,
        GetPullSecret get,
        HttpResponse response,
        CancellationToken stop
    ) => Answer(await get.RunAsync(actor, project.Id, secret, stop), response);

    static async Task<Results<Ok<PullSecretUsageResponse>, ProblemHttpResult>> GetUsageAsync(
        Actor actor,
        ProjectScope project,
        string secret,
        GetPullSecret get,
        CancellationToken stop
    ) =>
        (await get.RunAsync(actor, project.Id, secret, stop)).ToOk(found => new PullSecretUsageResponse([
            .. found.Users.Select(user => new PullSecretUserResponse(user.Id, user.Name, user.Running)),
        ]));

    static async Task<Results<Ok<PullSecretResponse>, ProblemHttpResult>> UpdateAsync(
        Actor actor,
        ProjectScope project,
        string secret,
        UpdatePullSecretRequest request,
        UpdatePullSecret update,
        HttpContext http,
        CancellationToken stop
    )
    {
        if (!request.ToAccount().TryGet(out var account, out var unreadable))
            return unreadable.ToHttp();
        var version = http.Request.IfMatch();
        return Answer(
            await update.RunAsync(actor, project.Id, secret, request.Name, account, version, stop),
            http.Response
        );
    }

    static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Actor actor,
        ProjectScope project,
        string secret,
        DeletePullSecret delete,
        HttpRequest request,
        CancellationToken stop
    ) => (await delete.RunAsync(actor, project.Id, secret, request.IfMatch(), stop)).ToNoContent();

    static async Task<Results<Ok<PullSecretTestResponse>, ProblemHttpResult>> TestAsync(
        Actor actor,
        ProjectScope project,
        string secret,
        TestPullSecretRequest? request,
        TestPullSecret test,
        CancellationToken stop
    ) => (await test.RunAsync(actor, project.Id, secret, request?.Image, stop)).ToOk(PullSecretsMapping.ToResponse);

    static async Task<Results<Ok<PullSecretTestResponse>, ProblemHttpResult>> TestUnsavedAsync(
        Actor actor,
        ProjectScope project,
        TestUnsavedPullSecretRequest request,
        TestUnsavedPullSecret test,
        CancellationToken stop
    )
    {
        if (!request.ToAccount().TryGet(out var account, out var unreadable))
            return unreadable.ToHttp();
        var result = await test.RunAsync(actor, project.Id, request.Name, account, request.Image, stop);
        return result.ToOk(PullSecretsMapping.ToResponse);
    }

    static Results<Ok<PullSecretResponse>, ProblemHttpResult> Answer(
        Result<PullSecretView> result,
        HttpResponse response
    ) =>
        result.ToOk(secret =>
        {
            response.SetVersion(secret.Version);
            return secret.ToResponse();
        });
}
