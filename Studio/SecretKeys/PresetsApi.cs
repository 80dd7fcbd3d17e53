using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Client.SecretKeys;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary><c>/presets</c>: known keys, and which of them a library holds.</summary>
static class PresetsApi
{
    public static RouteGroupBuilder MapPresets(this RouteGroupBuilder group)
    {
        group
            .MapGet("", ListAsync)
            .WithName("ListPresets")
            .WithSummary("Known keys, and which of them a project or, without one, your own library holds");
        return group;
    }

    static async Task<Results<Ok<IReadOnlyList<PresetResponse>>, ProblemHttpResult>> ListAsync(
        Actor actor,
        string? project,
        FindProject find,
        ListPresets list,
        CancellationToken stop
    )
    {
        var owner = SecretOwner.Of(actor.User ?? default);
        if (project is not null)
        {
            if (!(await find.RunAsync(actor, project, stop)).TryGet(out var id, out var missing))
                return missing.ToHttp();
            owner = id;
        }

        return (await list.RunAsync(actor, owner, stop)).ToOk(
            IReadOnlyList<PresetResponse> (presets) => [.. presets.Select(SecretKeysMapping.ToResponse)]
        );
    }
}
