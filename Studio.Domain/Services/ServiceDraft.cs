using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Projects;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>A definition as people write it: what it refers to stands as id or name.</summary>
/// <param name="Definition">Everything else; the ids in it are not looked at.</param>
/// <param name="PullSecret">Id or name, or null.</param>
/// <param name="SecretKeys">Id or name for each of the definition's bindings, in their order.</param>
public sealed record ServiceDraft(ServiceDefinition Definition, string? PullSecret, IReadOnlyList<string> SecretKeys)
{
    /// <summary>Checks every rule and looks up what is referred to.</summary>
    /// <returns>The definition as it may be stored; <see cref="Invalid"/> with every field that is wrong, or
    /// <see cref="Refused"/> <c>registry-mismatch</c>.</returns>
    internal async Task<Result<ServiceDefinition>> ReadAsync(
        StudioDbContext database,
        ProjectId project,
        RegistryRules registries,
        CancellationToken stop
    )
    {
        var errors = DefinitionRules.Check(Definition).ToList();
        if (
            ImageReference.TryParse(Definition.Image, out var image, out _)
            && registries.Refusal(image.Server) is { } refusal
        )
            errors.Add(new("image", refusal));
        var bindings = new List<Binding>();
        foreach (var (index, (binding, keys)) in Definition.Bindings.Zip(SecretKeys).Index())
        {
            var found = database.SecretKeys.Named(project, keys).Select(row => (SecretKeysId?)row.Id);
            if (await found.SingleOrDefaultAsync(stop) is { } id)
                bindings.Add(binding with { SecretKeys = id });
            else
                errors.Add(new($"bindings[{index}].secretKeys", "There are no such secret keys in this project."));
        }

        var pullSecret = PullSecret is null
            ? null
            : await database.PullSecrets.AsNoTracking().Named(project, PullSecret).SingleOrDefaultAsync(stop);
        if (PullSecret is not null && pullSecret is null)
            errors.Add(new("pullSecret", "There is no such image pull secret in this project."));
        if (errors.Count > 0)
            return new Invalid([.. errors]);
        if (
            pullSecret is not null
            && PullSecretRules.Mismatch(pullSecret.Name, pullSecret.Server, image!) is { } mismatch
        )
            return mismatch;
        return Definition with { Bindings = bindings, PullSecret = pullSecret?.Id };
    }
}
