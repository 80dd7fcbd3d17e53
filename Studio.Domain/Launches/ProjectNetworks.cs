using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <summary>The network of a project, on which its services find one another by name: there as long as it has services.</summary>
public sealed class ProjectNetworks(
    IDbContextFactory<StudioDbContext> databases,
    IContainerEngine engine,
    ContainerLabels labels
)
{
    // A service is stored before it asks for its network. So who removes one has seen that service, or has removed it before.
    readonly SemaphoreSlim _one = new(1, 1);

    /// <returns>The network's name.</returns>
    internal async Task<string> EnsureAsync(ProjectId project, CancellationToken stop)
    {
        await using var database = await databases.CreateDbContextAsync(stop);
        var name = await database.Projects.Where(row => row.Id == project).Select(row => row.Name).SingleAsync(stop);
        var network = labels.NetworkOf(name);
        await _one.WaitAsync(stop);
        try
        {
            await engine.EnsureNetworkAsync(network, labels.OfProject(project), stop);
        }
        finally
        {
            _one.Release();
        }

        return network;
    }

    /// <summary>Removes those of projects without any service.</summary>
    internal async Task RemoveUnusedAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            await using var database = await databases.CreateDbContextAsync(stop);
            var empty = await database
                .Projects.AsNoTracking()
                .Where(row => !database.Services.Any(service => service.Project == row.Id))
                .ToListAsync(stop);
            foreach (var project in empty)
                await engine.RemoveNetworkAsync(labels.NetworkOf(project.Name), labels.OfProject(project.Id), stop);
        }
        finally
        {
            _one.Release();
        }
    }
}
