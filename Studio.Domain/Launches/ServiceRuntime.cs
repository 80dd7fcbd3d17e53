using Studio.Domain.Services;

namespace Studio.Domain.Launches;

/// <inheritdoc/>
public sealed class ServiceRuntime(LaunchQueue queue, ServiceTurns turns, ServiceContainers containers)
    : IServiceRuntime
{
    /// <inheritdoc/>
    public async Task ApplyAsync(ServiceId service, bool force)
    {
        queue.EndOf(service);
        using var turn = await turns.EnterAsync(service, CancellationToken.None);
        await containers.ConvergeAsync(
            service,
            force ? TimeSpan.Zero : LaunchOptions.StopGrace,
            CancellationToken.None
        );
    }
}
