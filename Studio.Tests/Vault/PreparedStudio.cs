using Studio.Tests.Hosting;

namespace Studio.Tests.Vault;

/// <summary>What a Studio that was set up and stopped leaves behind, to be copied for each test.</summary>
public sealed class PreparedStudio : IAsyncLifetime
{
    readonly StudioApp _studio = new();

    public string AdminToken { get; private set; } = "";

    public string ViewerToken { get; private set; } = "";

    /// <summary>The text of its key file.</summary>
    public string MasterKey { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        await _studio.InitializeAsync();
        AdminToken = await _studio.LogInAsync(StudioApp.AdminEmail);
        ViewerToken = await _studio.LogInAsync(StudioApp.ViewerEmail);
        MasterKey = await File.ReadAllTextAsync(_studio.MasterKeyFile);
        await _studio.StopAsync();
    }

    /// <summary>Copies the data directory and the master key, with their modes.</summary>
    public void CopyTo(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(_studio.Folder, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(folder, Path.GetRelativePath(_studio.Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    public ValueTask DisposeAsync() => _studio.DisposeAsync();
}
