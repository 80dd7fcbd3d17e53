namespace Studio.Domain.Services;

/// <summary>What is mounted into the container. Checked by <c>StorageRules</c>.</summary>
public sealed record ServiceStorage(
    IReadOnlyList<ProjectMount> Project,
    IReadOnlyList<EmptyDir> EmptyDirs,
    IReadOnlyList<InlineFile> Files
)
{
    /// <summary>Null when nothing is mounted, so that there is one way to say so.</summary>
    public static ServiceStorage? Of(
        IReadOnlyList<ProjectMount> project,
        IReadOnlyList<EmptyDir> emptyDirs,
        IReadOnlyList<InlineFile> files
    ) => project.Count + emptyDirs.Count + files.Count == 0 ? null : new(project, emptyDirs, files);
}

/// <summary>A folder of the project's storage. It outlives launches and services, and is shared by whoever mounts it.</summary>
/// <param name="Path">Where in the container.</param>
/// <param name="Subpath">Relative to the project's storage; null: all of it.</param>
public sealed record ProjectMount(string Path, string? Subpath, bool ReadOnly)
{
    /// <summary>Whether who writes here can replace the other one's folder.</summary>
    public bool IsAbove(ProjectMount other) =>
        other.Subpath is { } below && (Subpath is null || below.StartsWith($"{Subpath}/", StringComparison.Ordinal));
}

/// <summary>A folder in memory, empty whenever the container starts.</summary>
public sealed record EmptyDir(string Path);

/// <summary>A file with a given text, in clear wherever the service is shown.</summary>
/// <param name="ReadOnly">False: the container may write to its copy, which goes with it.</param>
public sealed record InlineFile(string Path, string Text, bool ReadOnly);
