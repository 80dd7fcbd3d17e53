using Microsoft.Extensions.Logging;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Folders;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

/// <summary>The inline files of launches, <c>&lt;service&gt;/&lt;launch&gt;/&lt;index&gt;</c> on the host: there as long as the launch's container.</summary>
public sealed partial class LaunchFiles(StorageRoot root, ILogger<LaunchFiles> log)
{
    const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    const UnixFileMode Writable = Readable | UnixFileMode.UserWrite | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Writes them anew: an attempt that was cut off may have left some.</summary>
    internal IReadOnlyList<FolderMount> Write(ServiceId service, LaunchId launch, IReadOnlyList<InlineFile> files)
    {
        if (files.Count == 0)
            return [];
        var folder = Path.Combine(root.Make($"{service}"), $"{launch}");
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        return
        [
            .. files.Select(
                (file, index) =>
                {
                    var path = Path.Combine(folder, $"{index}");
                    File.WriteAllText(path, file.Text);
                    File.SetUnixFileMode(path, file.ReadOnly ? Readable : Writable);
                    return new FolderMount(path, file.Path, file.ReadOnly);
                }
            ),
        ];
    }

    /// <summary>Removes the files of all launches of a service but one.</summary>
    /// <remarks>Only within the service's turn: a launch under way has files and no container yet.</remarks>
    /// <param name="launch">Wire id; null: none is kept. What cannot be removed is found by the next look.</param>
    internal void KeepOnly(ServiceId service, string? launch)
    {
        var folder = Path.Combine(root.Path, $"{service}");
        if (!Directory.Exists(folder))
            return;
        try
        {
            foreach (var other in Directory.EnumerateDirectories(folder).Where(one => Path.GetFileName(one) != launch))
                Directory.Delete(other, recursive: true);
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
                Directory.Delete(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(service, exception);
        }
    }

    /// <summary>The services that have files of a launch that is not among these.</summary>
    internal IEnumerable<ServiceId> FindStray(IReadOnlySet<string> launches)
    {
        if (!Directory.Exists(root.Path))
            yield break;
        foreach (var folder in Directory.EnumerateDirectories(root.Path))
        {
            if (
                WireId.TryParse<ServiceId>(Path.GetFileName(folder), out var service)
                && !Directory.EnumerateDirectories(folder).All(one => launches.Contains(Path.GetFileName(one)))
            )
                yield return service;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Files of {Service} that nobody uses cannot be removed.")]
    partial void LogNotRemoved(ServiceId service, Exception exception);
}
