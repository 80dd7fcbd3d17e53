using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.Common;
using Studio.Client.SecretKeys;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary><c>/projects/{project}/secret-keys</c> and <c>/me/secret-keys</c>. No answer holds a value.</summary>
static class SecretKeysApi
{
    public static RouteGroupBuilder MapSecretKeys(this RouteGroupBuilder group, string whose = "")
    {
        group
            .MapGet("", ListAsync)
            .WithName($"List{whose}SecretKeys")
            .WithSummary("Collections of a library, and who uses them");
        group.MapPost("", CreateAsync).WithName($"Create{whose}SecretKeys").WithSummary("Store a collection of values");
        group
            .MapGet("{keys}", GetAsync)
            .WithName($"Get{whose}SecretKeys")
            .WithSummary("One collection, its values masked");
        group.MapPut("{keys}", UpdateAsync).WithName($"Update{whose}SecretKeys").WithSummary("Store the next version");
        group
            .MapDelete("{keys}", DeleteAsync)
            .WithName($"Delete{whose}SecretKeys")
            .WithSummary("Delete it. What launches need to be rolled back to is kept, sealed");
        group.MapPut("{keys}/entries/{entry}", SetEntryAsync).WithName($"Set{whose}Entry").WithSummary("Set one entry");
        group
            .MapDelete("{keys}/entries/{entry}", RemoveEntryAsync)
            .WithName($"Remove{whose}Entry")
            .WithSummary("Remove one entry");
        group
            .MapGet("{keys}/usage", GetUsageAsync)
            .WithName($"Get{whose}SecretKeysUsage")
            .WithSummary("Services that use it");
        return group;
    }

    static async Task<Results<Ok<PagedResponse<SecretKeysListItemResponse>>, ProblemHttpResult>> ListAsync(
        Actor actor,
        LibraryScope library,
        [AsParameters] ListQuery page,
        bool? unused,
        ListSecretKeys list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, library.Owner, page.ToPageRequest(), unused ?? false, stop)).ToOk(found =>
            found.ToResponse(SecretKeysMapping.ToListItem)
        );

    static async Task<Results<Created<SecretKeysResponse>, ProblemHttpResult>> CreateAsync(
        Actor actor,
        LibraryScope library,
        CreateSecretKeysRequest request,
        CreateSecretKeys create,
        HttpResponse response,
        CancellationToken stop
    )
    {
        if (!request.ToInputs().TryGet(out var entries, out var unsupported))
            return unsupported.ToHttp();
        var draft = new SecretKeysDraft(request.Name, request.Description, entries, request.Preset, request.CopyOf);
        var result = await create.RunAsync(actor, library.Owner, draft, stop);
        if (!result.TryGet(out var keys, out var problem))
            return problem.ToHttp();
        response.SetVersion(keys.Version);
        return TypedResults.Created($"{library.Path}/{keys.Id}", keys.ToResponse());
    }

    static async Task<Results<Ok<SecretKeysResponse>, ProblemHttpResult>> GetAsync(
        Actor actor,
        LibraryScope library,
        string keys,
        GetSecretKeys get,
        HttpResponse response,
        CancellationToken stop
    ) => Answer(await get.RunAsync(actor, library.Owner, keys, stop), response);

    static async Task<Results<Ok<SecretKeysResponse>, ProblemHttpResult>> UpdateAsync(
        Actor actor,
        LibraryScope library,
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
            library.Owner,
            keys,
            request.Name,
            request.Description,
            request.Entries is null ? null : entries,
            request.Preset,
            http.Request.IfMatch(),
            stop
        );
        return Answer(result, http.Response);
    }

    static async Task<Results<NoContent, ProblemHttpResult>> DeleteAsync(
        Actor actor,
        LibraryScope library,
        string keys,
        bool? force,
        DeleteSecretKeys delete,
        HttpRequest request,
        CancellationToken stop
    ) => (await delete.RunAsync(actor, library.Owner, keys, force ?? false, request.IfMatch(), stop)).ToNoContent();

    static async Task<Results<Ok<SecretKeysResponse>, ProblemHttpResult>> SetEntryAsync(
        Actor actor,
        LibraryScope library,
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
        return Answer(
            await set.RunAsync(actor, library.Owner, keys, input, http.Request.IfMatch(), stop),
            http.Response
        );
    }

    static async Task<Results<NoContent, ProblemHttpResult>> RemoveEntryAsync(
        Actor actor,
        LibraryScope library,
        string keys,
        string entry,
        RemoveEntry remove,
        HttpContext http,
        CancellationToken stop
    )
    {
        var result = await remove.RunAsync(actor, library.Owner, keys, entry, http.Request.IfMatch(), stop);
        if (!result.TryGet(out var left, out var problem))
            return problem.ToHttp();
        http.Response.SetVersion(left.Version);
        return TypedResults.NoContent();
    }

    static async Task<Results<Ok<SecretKeysUsageResponse>, ProblemHttpResult>> GetUsageAsync(
        Actor actor,
        LibraryScope library,
        string keys,
        GetSecretKeysUsage get,
        CancellationToken stop
    ) => (await get.RunAsync(actor, library.Owner, keys, stop)).ToOk(SecretKeysMapping.ToResponse);

    internal static Results<Ok<SecretKeysResponse>, ProblemHttpResult> Answer(
        Result<SecretKeysView> result,
        HttpResponse response
    ) =>
        result.ToOk(keys =>
        {
            response.SetVersion(keys.Version);
            return keys.ToResponse();
        });
}
