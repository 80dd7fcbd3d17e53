namespace Studio.Domain.Engine;

/// <summary>A file system of a container that is not its image's.</summary>
/// <param name="Target">Absolute path in the container.</param>
public abstract record ContainerMount(string Target);

/// <param name="Source">A folder or a file of Studio's own, which exists. Never a path that a user gave.</param>
public sealed record FolderMount(string Source, string Target, bool ReadOnly) : ContainerMount(Target);

/// <summary>A folder in memory that everybody in the container may write to, empty at each start.</summary>
/// <param name="Bytes">The most that it holds; what it holds counts as memory of the container, too.</param>
public sealed record MemoryMount(string Target, long Bytes) : ContainerMount(Target);
