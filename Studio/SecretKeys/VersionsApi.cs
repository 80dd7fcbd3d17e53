using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.Common;
using Studio.Client.SecretKeys;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>Versions of a collection, and whole texts that go in and names that come out.</summary>
static class VersionsApi
{
    public static RouteGroupBuilder MapSecretKeysVersions(this RouteGroupBuilder group, string whose = "")
    {
        group
            .MapGet("{keys}/versions", ListAsync)
            .WithName($"List{whose}SecretKeysVersions")
            .WithSummary("Newest first");
        group
            .MapPost("{keys}/versions/{version:int}/restore", RestoreAsync)
            .WithName($"Restore{whose}SecretKeys")
            .WithSummary("Make the entries of an older version the newest ones");
        group
            .MapPost("{keys}/import", ImportAsync)
            .WithName($"Import{whose}SecretKeys")
            .WithSummary("Take a .env text, or tell what that would do");
        group
            .MapGet("{keys}/export", ExportAsync)
            .WithName($"Export{whose}SecretKeys")
            .WithSummary("A .env text with names and no values");
        return group;
    }

    static async Task<Results<Ok<PagedResponse<SecretKeysVersionResponse>>, ProblemHttpResult>> ListAsync(
        Actor actor,
        LibraryScope library,
        string keys,
        [AsParameters] ListQuery page,
        ListSecretKeysVersions list,
        CancellationToken stop
    ) =>
        (await list.RunAsync(actor, library.Owner, keys, page.ToPageRequest(), stop)).ToOk(found =>
            found.ToResponse(SecretKeysMapping.ToResponse)
        );

    static async Task<Results<Ok<SecretKeysResponse>, ProblemHttpResult>> RestoreAsync(
        Actor actor,
        LibraryScope library,
        string keys,
        int version,
        RestoreSecretKeys restore,
        HttpContext http,
        CancellationToken stop
    ) =>
        SecretKeysApi.Answer(
            await restore.RunAsync(actor, library.Owner, keys, version, http.Request.IfMatch(), stop),
            http.Response
        );

    static async Task<Results<Ok<ImportResponse>, ProblemHttpResult>> ImportAsync(
        Actor actor,
        LibraryScope library,
        string keys,
        ImportRequest request,
        ImportSecretKeys import,
        HttpRequest http,
        CancellationToken stop
    )
    {
        if (request.Mode is not ("merge" or "replace"))
            return new Invalid("mode", "A mode is one of: merge, replace.").ToHttp();
        var result = await import.RunAsync(
            actor,
            library.Owner,
            keys,
            new SecretText(request.Dotenv.Reveal()),
            request.Mode == "merge" ? ImportMode.Merge : ImportMode.Replace,
            request.AllowReserved,
            request.DryRun,
            http.IfMatch(),
            stop
        );
        return result.ToOk(SecretKeysMapping.ToResponse);
    }

    static async Task<Results<ContentHttpResult, ProblemHttpResult>> ExportAsync(
        Actor actor,
        LibraryScope library,
        string keys,
        GetSecretKeys get,
        CancellationToken stop
    ) =>
        (await get.RunAsync(actor, library.Owner, keys, stop)).TryGet(out var found, out var problem)
            ? TypedResults.Text(SecretKeysMapping.ToDotenv(found))
            : problem.ToHttp();
}
