using Studio.Domain.Projects;

namespace Studio.Domain.Folders;

/// <summary>The storage of projects: a folder each, by id, which nothing deletes. In it is what containers make of it.</summary>
/// <remarks>
/// Whoever can write to a folder can put a link in the place of one below it, and the engine follows links when it starts a
/// container. So a folder may be used only while nobody can write above it: <c>LaunchStorage</c> sees to that, and what is found
/// here then stays as it was found.
/// </remarks>
public sealed class ProjectFolders(StorageRoot root)
{
    /// <summary>Containers run as whatever user their image says, and share the folder.</summary>
    const UnixFileMode Everybody = (UnixFileMode)0b111_111_111;

    /// <summary>Where a folder is, or would be.</summary>
    /// <param name="subpath">Null: all of the project's storage. Checked by the rules of definitions.</param>
    /// <exception cref="ArgumentException">The subpath is not a plain one.</exception>
    public string PathOf(ProjectId project, string? subpath) =>
        Path.Combine([root.Path, $"{project}", .. NamesOf(subpath)]);

    /// <summary>Makes a folder, and those above it, where they are missing.</summary>
    /// <returns>False when a link or a file is in its place.</returns>
    /// <exception cref="ArgumentException">The subpath is not a plain one.</exception>
    public bool TryMake(ProjectId project, string? subpath)
    {
        var folder = root.Make($"{project}", Everybody);
        foreach (var name in NamesOf(subpath))
        {
            var info = new DirectoryInfo(folder = Path.Combine(folder, name));
            if (info.LinkTarget is not null || File.Exists(folder))
                return false;
            if (!info.Exists)
                root.MakeFolder(folder, Everybody);
        }

        return true;
    }

    static string[] NamesOf(string? subpath)
    {
        var names = subpath?.Split('/') ?? [];
        return Array.Exists(names, name => name is "" or "." or "..")
            ? throw new ArgumentException("The subpath has not been checked.", nameof(subpath))
            : names;
    }
}
