using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

/// <summary>
/// What a launch takes again from an earlier one: the image by digest, and secrets at the versions of then. References only: the
/// values are opened from where they are kept.
/// </summary>
/// <param name="Digest">As the earlier launch recorded it.</param>
/// <param name="Versions">Of every collection that gave it something.</param>
sealed record Pins(string Digest, IReadOnlyDictionary<SecretKeysId, int> Versions)
{
    /// <returns>Null for a launch that takes the newest of everything.</returns>
    public static Pins? Of(Launch launch) =>
        launch is { Pattern: not null, ImageDigest: { } digest }
            ? new(
                digest,
                launch.SecretVersions.ToDictionary(used => WireId.Parse<SecretKeysId>(used.Id), used => used.Version)
            )
            : null;

    /// <summary>
    /// The definition as it is run again. A digest that this project has pulled is the same whoever asks, so its registry is asked
    /// only where the engine does not have it any more: going back must work while a registry is away.
    /// </summary>
    public ServiceDefinition Apply(ServiceDefinition definition) =>
        ImageReference.TryParse(definition.Image, out var image, out _)
            ? definition with
            {
                Image = $"{image.WithDigest(Digest)}",
                Pull = PullPolicy.Missing,
            }
            : definition;

    /// <summary>A collection that is bound and gave nothing then gives nothing now.</summary>
    public IReadOnlyDictionary<SecretKeysId, PlannedSecretKeys> Complete(
        IEnumerable<SecretKeysId> bound,
        IReadOnlyDictionary<SecretKeysId, PlannedSecretKeys> known
    )
    {
        var complete = known.ToDictionary();
        foreach (var id in bound.Where(id => !Versions.ContainsKey(id)))
            complete[id] = new PlannedSecretKeys(id, $"{id}", 0, []);
        return complete;
    }
}
