namespace Studio.Hosting;

/// <summary>Holds <c>studio.lock</c> while this process lives: two of them would harm one another's database.</summary>
public sealed class InstanceLock : IDisposable
{
    // EWOULDBLOCK of Linux, which is how .NET tells of a lock that somebody else holds.
    const int WouldBlock = 11;

    FileStream? _file;

    /// <exception cref="StartException">Another Studio has it.</exception>
    public void Take(StudioOptions options)
    {
        try
        {
            _file = new FileStream(options.LockFile, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (UnauthorizedAccessException)
        {
            throw new StartException("Studio:DataDirectory", $"cannot be written: {options.LockFile} is not ours.");
        }
        catch (IOException error) when (error.HResult != WouldBlock)
        {
            throw new StartException("Studio:DataDirectory", $"cannot be written: {error.Message}");
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
