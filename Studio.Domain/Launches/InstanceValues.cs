using Studio.Domain.Common;
using Studio.Domain.Redaction;
using Studio.Domain.SecretKeys;

namespace Studio.Domain.Launches;

/// <summary>
/// The values that the container of a launch was given, opened once more to take them out of what it prints. They go nowhere from
/// here. Not a use case: who asks has authorized.
/// </summary>
public sealed class InstanceValues(OpenSecretValues values)
{
    /// <returns>Null when they cannot be opened any more: then nothing that the container prints can be shown.</returns>
    internal async Task<KnownValues?> OfAsync(Launch launch, CancellationToken stop)
    {
        var versions = launch.SecretVersions.ToDictionary(
            used => WireId.Parse<SecretKeysId>(used.Id),
            used => used.Version
        );
        var opened = await values.RunAsync(launch.Project, versions, stop);
        return opened.Succeeded ? new KnownValues(opened.Value.Select(entry => (entry.Name, entry.Value))) : null;
    }
}
