namespace Studio.Domain.Folders;

/// <summary>
/// The folder of everything that containers get of the host. Only Studio's user can enter it, so what is in there may be as open as
/// containers need it: no other user of the host comes that far.
/// </summary>
/// <param name="path">Absolute.</param>
public sealed class StorageRoot(string path)
{
    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public string Path => path;

    /// <summary>A folder directly in here, made where it is missing.</summary>
    internal string Make(string name, UnixFileMode mode = OwnerOnly)
    {
        Directory.CreateDirectory(path, OwnerOnly);
        File.SetUnixFileMode(path, OwnerOnly);
        var folder = System.IO.Path.Combine(path, name);
        if (!Directory.Exists(folder))
            MakeFolder(folder, mode);
        return folder;
    }

    /// <summary>
    /// Makes a folder that must be missing, with this mode whatever the umask is, and with no other one before: it is made elsewhere
    /// and moved. One at a time.
    /// </summary>
    internal void MakeFolder(string folder, UnixFileMode mode)
    {
        var unfinished = System.IO.Path.Combine(path, "new");
        Directory.CreateDirectory(unfinished, OwnerOnly);
        File.SetUnixFileMode(unfinished, mode);
        Directory.Move(unfinished, folder);
    }
}
