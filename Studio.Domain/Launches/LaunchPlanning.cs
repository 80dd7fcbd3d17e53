using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>Gathers what <see cref="LaunchPlanner"/> needs to know. Opens previews, and never a value.</summary>
public sealed class LaunchPlanning(SecretKeysMetadata metadata, IContainerEngine engine, RegistryRules registries)
{
    static readonly TimeSpan EnginePatience = TimeSpan.FromSeconds(5);

    internal async Task<LaunchPlan> PlanAsync(
        StudioDbContext database,
        ProjectId project,
        ServiceDefinition definition,
        int revision,
        Pins? pins,
        CancellationToken stop
    )
    {
        definition = pins?.Apply(definition) ?? definition;
        SecretKeysId[] bound = [.. definition.Bindings.Select(binding => binding.SecretKeys)];
        var keys = pins is null
            ? await metadata.ReadAsync(project, bound, stop)
            : pins.Complete(bound, await metadata.ReadAsync(project, pins.Versions, stop));
        var pullSecret = definition.PullSecret is { } id
            ? await database.PullSecrets.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, stop)
            : null;
        if (!ImageReference.TryParse(definition.Image, out var image, out _))
            throw new ArgumentException("The definition has not been checked.", nameof(definition));
        // As the launch asks for it: a text that is also an image id would find another image.
        var (present, reachable) = await FindImageAsync(image, stop);
        // What another project pulled says nothing here: the launch will not take it, and who looks may not know of it.
        if (present is not null && !await database.MayUseAsync(project, image, present, stop))
            present = null;
        return LaunchPlanner.Plan(
            definition,
            revision,
            new PlanFacts(keys, pullSecret, present, reachable, registries.Refusal(image.Server), pins is not null)
        );
    }

    async Task<(ImageFacts? Present, bool Reachable)> FindImageAsync(ImageReference image, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(EnginePatience);
        try
        {
            return (await engine.FindPresentAsync(image, patience.Token), true);
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
