using System.Text.Json;
using Studio.Cli.Common;
using Studio.Client.Common;

namespace Studio.Cli.Identity;

/// <summary>A saved login.</summary>
internal sealed record Credential(string Email, SecretValue Token);

/// <summary>Saved logins by server, so that a token is sent to nobody else.</summary>
internal sealed record CredentialFile(IReadOnlyDictionary<string, Credential> Servers);

/// <summary>Logins kept in <c>studio/credentials.json</c> under the user's config directory, for its owner only.</summary>
internal sealed class CredentialStore(CliHost host)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private string Folder =>
        Path.Combine(
            // Relative ones are to be ignored: https://specifications.freedesktop.org/basedir-spec
            host.Variable("XDG_CONFIG_HOME")
                is { } config
            && Path.IsPathRooted(config)
                ? config
                : Path.Combine(
                    host.Variable("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile),
                    ".config"
                ),
            "studio"
        );

    private string File => Path.Combine(Folder, "credentials.json");

    public Credential? Find(Uri server) => Read().GetValueOrDefault(Key(server));

    public void Save(Uri server, Credential credential)
    {
        var servers = Read();
        servers[Key(server)] = credential;
        Write(servers);
    }

    public void Remove(Uri server)
    {
        var servers = Read();
        if (servers.Remove(Key(server)))
            Write(servers);
    }

    private Dictionary<string, Credential> Read()
    {
        if (!System.IO.File.Exists(File))
            return [];
        try
        {
            using var file = System.IO.File.OpenRead(File);
            return new(JsonSerializer.Deserialize(file, CliJson.Default.CredentialFile)!.Servers);
        }
        catch (JsonException)
        {
            // Without the reason: it could quote a token.
            throw new IOException($"{File} is not readable as saved logins; remove it and sign in again.");
        }
    }

    /// <summary>Writes a new file and moves it into place: never readable by others, never half written.</summary>
    private void Write(IReadOnlyDictionary<string, Credential> servers)
    {
        var text = JsonSerializer.Serialize(new CredentialFile(servers), CliJson.Default.CredentialFile);
        var unfinished = Path.Combine(Folder, Path.GetRandomFileName());
        var create = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(Folder);
        }
        else
        {
            Directory.CreateDirectory(Folder, OwnerOnly | UnixFileMode.UserExecute);
            create.UnixCreateMode = OwnerOnly;
        }
        using (var writer = new StreamWriter(unfinished, create))
            writer.Write(text);
        System.IO.File.Move(unfinished, File, overwrite: true);
    }

    /// <summary>With the path: behind one proxy there may be others.</summary>
    private static string Key(Uri server) =>
        server.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
}
