using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <inheritdoc/>
public sealed class ServiceRuntime(LaunchQueue queue, ServiceTurns turns, ServiceContainers containers)
    : IServiceRuntime
{
    /// <inheritdoc/>
    public async Task<IReadOnlyCollection<SecretKeysId>> PrepareDeletionAsync(
        StudioDbContext database,
        ServiceId service,
        CancellationToken stop
    )
    {
        await database.LeaveRolloutsAsync(service, stop);
        var named = await database
            .Launches.Where(row => row.Service == service)
            .SelectMany(row => row.SecretVersions)
            .Select(used => used.Id)
            .Distinct()
            .ToListAsync(stop);
        return named.ConvertAll(WireId.Parse<SecretKeysId>);
    }

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
