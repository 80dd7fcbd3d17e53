using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Studio.Bench.Common;
using Studio.Docker;

namespace Studio.Bench;

/// <summary>An image of this machine's BusyBox that waits, as heavy as a small program's. In the private registry.</summary>
static class SampleImage
{
    const int Ballast = 16 * 1024 * 1024;
    const UnixFileMode Executable =
        UnixFileMode.UserRead
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    /// <param name="login">A directory for <c>DOCKER_CONFIG</c>.</param>
    /// <returns>Its reference.</returns>
    public static async Task<string> PublishAsync(string login)
    {
        var reference = $"{Places.Registry}/bench/waits:1";
        using var client = new DockerClient(DockerEndpoint.Parse(Places.Engine));
        using var tar = await PackAsync();
        await client.Images.ImportAsync(tar, reference, ["""CMD ["/bin/busybox", "sleep", "1000000"]"""], default);
        await Command.Docker("push", "-q", reference).With("DOCKER_CONFIG", login).RunAsync();
        // Only what was pulled is known to be the registry's.
        await Command.Docker("image", "rm", reference).RunAsync();
        await Command.Docker("pull", "-q", reference).With("DOCKER_CONFIG", login).RunAsync();
        return reference;
    }

    /// <summary>Lets Docker's command line use the private registry, by <c>DOCKER_CONFIG</c>.</summary>
    public static void WriteLogin(string folder)
    {
        var account = Encoding.UTF8.GetBytes($"{Places.RegistryUser}:{Places.RegistryPassword}");
        var config = JsonSerializer.Serialize(
            new
            {
                auths = new Dictionary<string, object>
                {
                    [Places.Registry] = new { auth = Convert.ToBase64String(account) },
                },
            }
        );
        System.IO.File.WriteAllText(Path.Combine(folder, "config.json"), config);
    }

    static async Task<Stream> PackAsync()
    {
        var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var folder in (string[])["bin", "dev", "etc", "proc", "sys", "tmp"])
                await writer.WriteEntryAsync(
                    new UstarTarEntry(TarEntryType.Directory, folder) { Mode = Executable | UnixFileMode.UserWrite }
                );
            await writer.WriteEntryAsync(File("bin/busybox", await System.IO.File.ReadAllBytesAsync("/bin/busybox")));
            // Noise, which compression does not make smaller.
            await writer.WriteEntryAsync(File("ballast", RandomNumberGenerator.GetBytes(Ballast)));
        }
        tar.Position = 0;
        return tar;
    }

    static UstarTarEntry File(string path, byte[] content) =>
        new(TarEntryType.RegularFile, path) { Mode = Executable, DataStream = new MemoryStream(content) };
}
