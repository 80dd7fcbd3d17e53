using Studio.Domain.Engine;
using Studio.Domain.SecretKeys;
using Studio.Domain.Storage;

namespace Studio.Domain.Services;

/// <summary>What becomes of a service's containers after what is wanted of it was changed and stored. Launches knows.</summary>
public interface IServiceRuntime
{
    /// <summary>
    /// A service is about to be deleted, and its launches with it: what waits for one of them is to wait no longer. Adds to what the
    /// caller is about to save.
    /// </summary>
    /// <returns>The secret keys that its launches name.</returns>
    Task<IReadOnlyCollection<SecretKeysId>> PrepareDeletionAsync(
        StudioDbContext database,
        ServiceId service,
        CancellationToken stop
    );

    /// <summary>
    /// Ends the launch under way, which is no longer wanted, and makes the containers what is stored. Not cut short by whoever
    /// asked for it.
    /// </summary>
    /// <param name="force">Kill what is to be stopped, without asking it first.</param>
    /// <exception cref="EngineException">Not everything could be done.</exception>
    Task ApplyAsync(ServiceId service, bool force);
}
