namespace Studio.EndToEnd.Faults;

/// <summary>A disk of a few megabytes, in memory, which can be filled up. Gone with everything on it when it is disposed of.</summary>
sealed class SmallDisk : IAsyncDisposable
{
    const int Block = 4096;

    readonly string _ballast;

    SmallDisk(string folder)
    {
        Folder = folder;
        _ballast = Path.Combine(folder, "ballast");
    }

    public string Folder { get; }

    /// <param name="folder">Where it is mounted; made when it is not there.</param>
    public static async Task<SmallDisk> MountAsync(string folder)
    {
        Directory.CreateDirectory(folder);
        await HostCommand.RunAsync("mount", "-t", "tmpfs", "-o", "size=4m", "studio-fault", folder);
        return new SmallDisk(folder);
    }

    /// <summary>Not one byte more goes onto it.</summary>
    public async Task FillAsync()
    {
        var block = new byte[Block];
        await using var ballast = new FileStream(_ballast, FileMode.Append, FileAccess.Write, FileShare.None, 0);
        try
        {
            while (true)
                await ballast.WriteAsync(block, CancellationToken.None);
        }
        catch (IOException)
        {
            Assert.Equal(0, new DriveInfo(Folder).AvailableFreeSpace);
        }
    }

    public void MakeRoom() => File.Delete(_ballast);

    public async ValueTask DisposeAsync() => await HostCommand.RunAsync("umount", "-l", Folder);
}
