using Studio.Domain.Services;

namespace Studio.Services;

/// <summary>What is mounted into the container, row by row.</summary>
public sealed class StorageForm
{
    public List<ProjectMountForm> Project { get; init; } = [];

    public List<EmptyDirForm> EmptyDirs { get; init; } = [];

    public List<FileForm> Files { get; init; } = [];

    public static StorageForm Of(ServiceStorage? storage) =>
        storage is null
            ? new()
            : new()
            {
                Project = [.. storage.Project.Select(ProjectMountForm.Of)],
                EmptyDirs = [.. storage.EmptyDirs.Select(dir => new EmptyDirForm { Path = dir.Path })],
                Files = [.. storage.Files.Select(FileForm.Of)],
            };

    /// <summary>The wire path of a row, counted without blank ones; null for a blank one.</summary>
    public string? PathOf(ProjectMountForm row) => Path("project", Shared.IndexOf(row));

    /// <inheritdoc cref="PathOf(ProjectMountForm)"/>
    public string? PathOf(EmptyDirForm row) => Path("emptyDirs", Empty.IndexOf(row));

    /// <inheritdoc cref="PathOf(ProjectMountForm)"/>
    public string? PathOf(FileForm row) => Path("files", Written.IndexOf(row));

    internal ServiceStorage? ToStorage() =>
        ServiceStorage.Of(
            [.. Shared.Select(row => row.ToMount())],
            [.. Empty.Select(row => new EmptyDir(row.Path.Trim()))],
            [.. Written.Select(row => new InlineFile(row.Path.Trim(), row.Text, row.ReadOnly))]
        );

    List<ProjectMountForm> Shared => Project.FindAll(row => !string.IsNullOrWhiteSpace(row.Path + row.Subpath));

    List<EmptyDirForm> Empty => EmptyDirs.FindAll(row => !string.IsNullOrWhiteSpace(row.Path));

    List<FileForm> Written => Files.FindAll(row => !string.IsNullOrWhiteSpace(row.Path + row.Text));

    static string? Path(string list, int index) => index < 0 ? null : $"storage.{list}[{index}]";
}

/// <summary>A folder of the project's storage.</summary>
public sealed class ProjectMountForm
{
    public string Path { get; set; } = "";

    /// <summary>Blank: all of the project's storage.</summary>
    public string? Subpath { get; set; }

    public bool ReadOnly { get; set; }

    public static ProjectMountForm Of(ProjectMount mount) =>
        new()
        {
            Path = mount.Path,
            Subpath = mount.Subpath,
            ReadOnly = mount.ReadOnly,
        };

    internal ProjectMount ToMount() => new(Path.Trim(), ServiceForm.NullIfBlank(Subpath), ReadOnly);
}

/// <summary>A folder in memory.</summary>
public sealed class EmptyDirForm
{
    public string Path { get; set; } = "";
}

/// <summary>A file with its text.</summary>
public sealed class FileForm
{
    public string Path { get; set; } = "";

    public string Text { get; set; } = "";

    /// <summary>Most are configuration.</summary>
    public bool ReadOnly { get; set; } = true;

    public static FileForm Of(InlineFile file) =>
        new()
        {
            Path = file.Path,
            Text = file.Text,
            ReadOnly = file.ReadOnly,
        };
}
