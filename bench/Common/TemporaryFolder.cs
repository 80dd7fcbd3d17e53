namespace Studio.Bench.Common;

/// <summary>Gone when disposed.</summary>
sealed class TemporaryFolder : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("studio-bench-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
