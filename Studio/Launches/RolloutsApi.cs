using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.SecretKeys;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Projects;
using Studio.SecretKeys;

namespace Studio.Launches;

/// <summary>What brings changed secret keys to the services that use them.</summary>
static class RolloutsApi
{
    public static RouteGroupBuilder MapRollOut(this RouteGroupBuilder group, string whose = "")
    {
        group
            .MapPost("{keys}/roll-out", RollOutAsync)
            .WithName($"RollOut{whose}SecretKeys")
            .WithSummary("Launch the services that run with an older version, one after the other");
        return group;
    }

    public static RouteGroupBuilder MapSwitch(this RouteGroupBuilder group)
    {
        group
            .MapPost("{keys}/switch", SwitchAsync)
            .WithName("SwitchSecretKeys")
            .WithSummary("Have services bind another collection, and launch those that run");
        return group;
    }

    static async Task<Results<Accepted<RolloutResponse>, ProblemHttpResult>> RollOutAsync(
        Actor actor,
        LibraryScope library,
        string keys,
        RollOutSecretKeys rollOut,
        CancellationToken stop
    ) =>
        (await rollOut.RunAsync(actor, library.Owner, keys, stop)).TryGet(out var launches, out var problem)
            ? TypedResults.Accepted((string?)null, new RolloutResponse([.. launches.Select(id => $"{id}")]))
            : problem.ToHttp();

    static async Task<Results<Accepted<SwitchResponse>, ProblemHttpResult>> SwitchAsync(
        Actor actor,
        ProjectScope project,
        string keys,
        SwitchRequest request,
        SwitchSecretKeys switchKeys,
        CancellationToken stop
    ) =>
        (await switchKeys.RunAsync(actor, project.Id, keys, request.To, stop)).TryGet(out var done, out var problem)
            ? TypedResults.Accepted(
                (string?)null,
                new SwitchResponse(done.Services, [.. done.Launches.Select(id => $"{id}")])
            )
            : problem.ToHttp();
}
