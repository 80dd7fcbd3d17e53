using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>Gathers what <see cref="LaunchPlanner"/> needs to know. Opens previews, and never a value.</summary>
public sealed class LaunchPlanning(SecretKeysMetadata metadata, IContainerEngine engine)
{
    static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(5);

    internal async Task<LaunchPlan> PlanAsync(
        StudioDbContext database,
        ProjectId project,
        ServiceDefinition definition,
        int revision,
        CancellationToken stop
    )
    {
        var keys = await metadata.ReadAsync(
            project,
            [.. definition.Bindings.Select(binding => binding.SecretKeys)],
            stop
        );
        var pullSecret = definition.PullSecret is { } id
            ? await database.PullSecrets.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, stop)
            : null;
        var (present, reachable) = await FindImageAsync(definition.Image, stop);
        return LaunchPlanner.Plan(definition, revision, new PlanFacts(keys, pullSecret, present, reachable));
    }

    async Task<(ImageFacts? Present, bool Reachable)> FindImageAsync(string image, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(EnginePatience);
        try
        {
            return (await engine.FindImageAsync(image, patience.Token), true);
        }
        catch (EngineException exception) when (exception.Failure == EngineFailure.Unavailable)
        {
            return (null, false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return (null, false);
        }
    }
}
