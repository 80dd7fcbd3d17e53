using Studio.Domain.Engine;
using Studio.Domain.Folders;
using Studio.Domain.Projects;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

/// <summary>
/// What of the host a container gets. While a container has a folder of a project's storage, no other one may write above that
/// folder: it could replace it by a link, which the engine would follow at the next start.
/// </summary>
public sealed class LaunchStorage(
    ProjectFolders folders,
    LaunchFiles files,
    IContainerEngine engine,
    ContainerLabels labels
)
{
    // A container is known to others once it exists: until then, nobody else looks.
    readonly SemaphoreSlim _one = new(1, 1);

    /// <summary>Makes the folders and files of a launch. Held until its container exists.</summary>
    /// <exception cref="LaunchFailedException">A folder cannot be used.</exception>
    internal async Task<HeldMounts> TakeAsync(Launch launch, ServiceDefinition definition, CancellationToken stop)
    {
        if (definition.Storage is not { } storage)
            return new([], null);
        await _one.WaitAsync(stop);
        HeldMounts? taken = null;
        try
        {
            return taken = new(await MakeAsync(launch, storage, stop), _one);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new LaunchFailedException(
                "storage-failed",
                "Studio cannot write in its data directory. Look at the disk, and at the owner of the folder 'storage' in it."
            );
        }
        finally
        {
            if (taken is null)
                _one.Release();
        }
    }

    async Task<IReadOnlyList<FolderMount>> MakeAsync(Launch launch, ServiceStorage storage, CancellationToken stop)
    {
        var shared = Shared(launch.Project, storage);
        if (shared.Count > 0)
            await RefuseOverlapsAsync(launch, shared, stop);
        foreach (var mount in storage.Project)
        {
            if (!folders.TryMake(launch.Project, mount.Subpath))
                throw new LaunchFailedException(
                    "storage-refused",
                    $"What is at '{mount.Subpath}' in the project's storage is not a folder of it, but a link or a file. Remove it "
                        + "there, or choose another subpath."
                );
        }

        return [.. shared, .. files.Write(launch.Service, launch.Id, storage.Files)];
    }

    List<FolderMount> Shared(ProjectId project, ServiceStorage storage) =>
        [
            .. storage.Project.Select(mount => new FolderMount(
                folders.PathOf(project, mount.Subpath),
                mount.Path,
                mount.ReadOnly
            )),
        ];

    async Task RefuseOverlapsAsync(Launch launch, List<FolderMount> mine, CancellationToken stop)
    {
        foreach (var container in await engine.ListContainersAsync(labels.OfProject(launch.Project), stop))
        {
            var own = container.Labels.GetValueOrDefault(ContainerLabels.Service) == $"{launch.Service}";
            // A stopped one of this service runs again only when the new one is gone. Of others that is not known.
            if (own && !container.IsUp)
                continue;
            var overlap = mine.Exists(mount =>
                container.Folders.Any(theirs => MayReplace(theirs, mount) || MayReplace(mount, theirs))
            );
            if (overlap)
                throw new LaunchFailedException(
                    "storage-overlap",
                    own
                        ? "What runs of this service now, and the new definition, have folders of which one may write above the other. "
                            + "Stop the service first."
                        : $"A folder of this service and one of container '{container.Name}' lie within one another, and the outer one may "
                            + "be written to. Mount that one read-only, or use folders side by side."
                );
        }
    }

    static bool MayReplace(FolderMount writer, FolderMount folder) =>
        !writer.ReadOnly && folder.Source.StartsWith($"{writer.Source}/", StringComparison.Ordinal);
}

/// <summary>Mounts for a container that is about to be made. Dispose it when it exists.</summary>
sealed class HeldMounts(IReadOnlyList<FolderMount> mounts, SemaphoreSlim? held) : IDisposable
{
    public IReadOnlyList<FolderMount> Folders => mounts;

    public void Dispose() => held?.Release();
}
