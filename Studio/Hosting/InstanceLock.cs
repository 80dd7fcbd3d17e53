namespace Studio.Hosting;

/// <summary>Holds <c>studio.lock</c> while this process lives: two of them would harm one another's database.</summary>
public sealed class InstanceLock : IDisposable
{
    FileStream? _file;

    /// <exception cref="StartException">Another Studio has it.</exception>
    public void Take(StudioOptions options)
    {
        try
        {
            _file = new FileStream(options.LockFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException)
        {
            throw new StartException(
                "Studio:DataDirectory",
                $"is in use by another Studio: stop that one first, or choose another directory than {options.DataDirectory}."
            );
        }
    }

    public void Dispose() => _file?.Dispose();
}
