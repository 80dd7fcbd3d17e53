using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.Common;
using Studio.Client.SecretKeys;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.SecretKeys;
using Studio.Projects;

namespace Studio.SecretKeys;

/// <summary><c>/projects/{project}/secret-keys</c>. No answer holds a value.</summary>
static class SecretKeysApi
{
    public static RouteGroupBuilder MapSecretKeys(this RouteGroupBuilder group)
    {
        group
            .MapGet("", ListAsync)
            .WithName("ListSecretKeys")
            .WithSummary("Collections of a project, and who uses them");
        group.MapPost("", CreateAsync).WithName("CreateSecretKeys").WithSummary("Store a collection of values");
        group.MapGet("{keys}", GetAsync).WithName("GetSecretKeys").WithSummary("One collection, its values masked");
        group.MapPut("{keys}", UpdateAsync).WithName("UpdateSecretKeys").WithSummary("Store the next version");
        group
            .MapDelete("{keys}", DeleteAsync)
            .WithName("DeleteSecretKeys")
            .WithSummary("Delete it with all its versions");
        group.MapPut("{keys}/entries/{entry}", SetEntryAsync).WithName("SetEntry").WithSummary("Set one entry");
        group
            .MapDelete("{keys}/entries/{entry}", RemoveEntryAsync)
            .WithName("RemoveEntry")
            .WithSummary("Remove one entry");
        group
            .MapGet("{keys}/versions", ListVersionsAsync)
            .WithName("ListSecretKeysVersions")
            .WithSummary("Newest first");
        group.MapGet("{keys}/usage", GetUsageAsync).WithName("GetSecretKeysUsage").WithSummary("Services that use it");
        return group;
    }

    static async Task<Results<Ok<PagedResponse<SecretKeysListItemResponse>>, ProblemHttpResult>> ListAsync(
        Actor actor,
        ProjectScope project,
        [AsParameters] ListQuery page,
        bool? unused,
        ListSecretKeys list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, project.Id, page.ToPageRequest(), unused ?? false, stop)).ToOk(found =>
            found.ToResponse(SecretKeysMapping.ToListItem)
        );

    static async Task<Results<Created<SecretKeysResponse>, ProblemHttpResult>> CreateAsync(
        Actor actor,
        ProjectScope project,
        CreateSecretKeysRequest request,
        CreateSecretKeys create,
        HttpResponse response,
        CancellationToken stop
    )
    {
        if (!request.ToInputs().TryGet(out var entries, out var unsupported))
            return unsupported.ToHttp();
        var result = await create.RunAsync(actor, project.Id, request.Name, request.Description, entries, stop);
        if (!result.TryGet(out var keys, out var problem))
            return problem.ToHttp();
        response.SetVersion(keys.Version);
        return TypedResults.Created($"/api/v1/projects/{project.Id}/secret-keys/{keys.Id}", keys.ToResponse());
    }

    static async Task<Results<Ok<SecretKeysResponse>, ProblemHttpResult>> GetAsync(
        Actor actor,
        ProjectScope project,
        string keys,
        GetSecretKeys get,
        HttpResponse response,
        CancellationToken stop
    ) => Answer(await get.RunAsync(actor, project.Id, keys, stop), response);

    static async Task<Results<Ok<SecretKeysResponse>, ProblemHttpResult>> UpdateAsync(
        Actor actor,
        ProjectScope project,
        string keys,
        UpdateSecretKeysRequest request,
        UpdateSecretKeys update,
        HttpContext http,
        CancellationToken stop
    )
    {
        if (!request.ToInputs().TryGet(out var entries, out var unsupported))
            return unsupported.ToHttp();
        var result = await update.RunAsync(
            actor,
            project.Id,
            keys,
            request.Name,
            request.Description,
            request.Entries is null ? null : entries,
            http.Request.IfMatch(),
            stop
        );
        return Answer(result, http.Response);
    }

    static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Actor actor,
        ProjectScope project,
        string keys,
        bool? force,
        DeleteSecretKeys delete,
        HttpRequest request,
        CancellationToken stop
    ) => (await delete.RunAsync(actor, project.Id, keys, force ?? false, request.IfMatch(), stop)).ToNoContent();

    static async Task<Results<Ok<SecretKeysResponse>, ProblemHttpResult>> SetEntryAsync(
        Actor actor,
        ProjectScope project,
        string keys,
        string entry,
        SetEntryRequest request,
        SetEntry set,
        HttpContext http,
        CancellationToken stop
    )
    {
        if (!request.ToInput(entry).TryGet(out var input, out var unsupported))
            return unsupported.ToHttp();
        return Answer(await set.RunAsync(actor, project.Id, keys, input, http.Request.IfMatch(), stop), http.Response);
    }

    static async Task<Results<NoContent, ProblemHttpResult>> RemoveEntryAsync(
        Actor actor,
        ProjectScope project,
        string keys,
        string entry,
        RemoveEntry remove,
        HttpContext http,
        CancellationToken stop
    )
    {
        var result = await remove.RunAsync(actor, project.Id, keys, entry, http.Request.IfMatch(), stop);
        if (!result.TryGet(out var left, out var problem))
            return problem.ToHttp();
        http.Response.SetVersion(left.Version);
        return TypedResults.NoContent();
    }

    static async Task<Results<Ok<PagedResponse<SecretKeysVersionResponse>>, ProblemHttpResult>> ListVersionsAsync(
        Actor actor,
        ProjectScope project,
        string keys,
        [AsParameters] ListQuery page,
        ListSecretKeysVersions list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, project.Id, keys, page.ToPageRequest(), stop)).ToOk(found =>
            found.ToResponse(SecretKeysMapping.ToResponse)
        );

    static async Task<Results<Ok<SecretKeysUsageResponse>, ProblemHttpResult>> GetUsageAsync(
        Actor actor,
        ProjectScope project,
        string keys,
        GetSecretKeysUsage get,
        CancellationToken stop
    ) => (await get.RunAsync(actor, project.Id, keys, stop)).ToOk(SecretKeysMapping.ToResponse);

    static Results<Ok<SecretKeysResponse>, ProblemHttpResult> Answer(
        Result<SecretKeysView> result,
        HttpResponse response
    ) =>
        result.ToOk(keys =>
        {
            response.SetVersion(keys.Version);
            return keys.ToResponse();
        });
}
