using Studio.Domain.Engine;

namespace Studio.Domain.Services;

/// <summary>What becomes of a service's containers after what is wanted of it was changed and stored. Launches knows.</summary>
public interface IServiceRuntime
{
    /// <summary>
    /// Ends the launch under way, which is no longer wanted, and makes the containers what is stored. Not cut short by whoever
    /// asked for it.
    /// </summary>
    /// <param name="force">Kill what is to be stopped, without asking it first.</param>
    /// <exception cref="EngineException">Not everything could be done.</exception>
    Task ApplyAsync(ServiceId service, bool force);
}
