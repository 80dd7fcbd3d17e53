using System.Formats.Tar;
using System.Text;

namespace Studio.EndToEnd.Docker;

/// <summary>
/// Images made of this machine's static BusyBox, so that tests need nobody's network. Pushed to
/// the test's registry where a test wants to pull.
/// </summary>
public sealed class TestImages(EngineFixture engine)
{
    const string BusyBox = "/bin/busybox";

    /// <summary>What <see cref="SampleAsync"/> serves at <c>/</c>.</summary>
    public const string SamplePage = "<!doctype html><title>Sample</title><h1>It runs</h1>\n";

    /// <summary>The port that <see cref="SampleAsync"/> listens on.</summary>
    public const int SamplePort = 8080;

    static readonly string[] Applets =
    [
        "sh",
        "cat",
        "chmod",
        "cp",
        "date",
        "dd",
        "df",
        "echo",
        "env",
        "expr",
        "false",
        "find",
        "free",
        "grep",
        "head",
        "hostname",
        "httpd",
        "id",
        "ip",
        "kill",
        "ls",
        "mkdir",
        "mount",
        "mv",
        "nc",
        "nslookup",
        "ping",
        "ps",
        "pwd",
        "rm",
        "sed",
        "seq",
        "sleep",
        "sort",
        "stat",
        "stty",
        "tail",
        "tee",
        "test",
        "top",
        "touch",
        "tr",
        "true",
        "uname",
        "vi",
        "wc",
        "wget",
        "whoami",
        "yes",
    ];

    /// <summary>
    /// Makes <c>{registry}/team/{name}:{tag}</c> on the engine and returns that reference.
    /// </summary>
    /// <param name="changes">Dockerfile instructions: <c>CMD</c>, <c>ENTRYPOINT</c>, <c>HEALTHCHECK</c>, <c>USER</c>, <c>LABEL</c>, …</param>
    /// <param name="files">More files by absolute path.</param>
    public async Task<string> MakeAsync(
        string name,
        IReadOnlyCollection<string> changes,
        IReadOnlyDictionary<string, string>? files = null,
        string tag = "1",
        CancellationToken stop = default
    )
    {
        using var tar = await PackAsync(Applets, files ?? new Dictionary<string, string>(), stop);
        return await ImportAsync(tar, $"{name}:{tag}", changes, stop);
    }

    async Task<string> ImportAsync(
        MemoryStream tar,
        string name,
        IReadOnlyCollection<string> changes,
        CancellationToken stop
    )
    {
        var reference = $"{engine.Registry}/team/{name}";
        await engine.Client.Images.ImportAsync(tar, reference, [$"LABEL {EngineFixture.Label}=1", .. changes], stop);
        return reference;
    }

    /// <summary>Sends an image to the registry and returns its digest.</summary>
    public async Task<string> PushAsync(string reference, CancellationToken stop = default)
    {
        var digest = "";
        await foreach (var step in engine.Client.Images.PushAsync(reference, engine.Auth, stop))
            digest = step.Digest ?? digest;
        return digest;
    }

    /// <summary>Takes an image off the engine; what was pushed stays in the registry.</summary>
    public Task ForgetAsync(string reference, CancellationToken stop = default) =>
        engine.Client.Images.RemoveAsync(reference, force: true, stop);

    /// <summary>Makes an image, pushes it and forgets it: the next run has to pull. Returns the reference.</summary>
    public async Task<string> PublishAsync(
        string name,
        IReadOnlyCollection<string> changes,
        IReadOnlyDictionary<string, string>? files = null,
        string tag = "1",
        CancellationToken stop = default
    )
    {
        var reference = await MakeAsync(name, changes, files, tag, stop);
        await PushAsync(reference, stop);
        await ForgetAsync(reference, stop);
        return reference;
    }

    /// <summary>Serves <see cref="SamplePage"/> on <see cref="SamplePort"/>, healthy as soon as it does.</summary>
    public Task<string> SampleAsync(string name = "sample", string tag = "1", CancellationToken stop = default) =>
        MakeAsync(
            name,
            [
                $"""CMD ["httpd", "-f", "-v", "-p", "{SamplePort}", "-h", "/www"]""",
                $"EXPOSE {SamplePort}",
                $"HEALTHCHECK --interval=1s --timeout=2s CMD wget -q -O /dev/null http://127.0.0.1:{SamplePort}/",
            ],
            new Dictionary<string, string> { ["/www/index.html"] = SamplePage },
            tag,
            stop
        );

    /// <summary>Prints its environment, then waits to be stopped, which it obeys at once.</summary>
    public Task<string> PrintsEnvironmentAsync(string name = "prints-environment", CancellationToken stop = default) =>
        MakeAsync(
            name,
            ["""CMD ["sh", "-c", "env; trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done"]"""],
            stop: stop
        );

    /// <summary>Does nothing until it is stopped, which it obeys at once. Good for <c>exec</c> and for other commands.</summary>
    public Task<string> IdleAsync(string name = "idle", CancellationToken stop = default) =>
        MakeAsync(
            name,
            ["""CMD ["sh", "-c", "trap 'exit 0' TERM; while :; do sleep 1 & wait $!; done"]"""],
            stop: stop
        );

    /// <summary>Says so on standard error and fails as soon as it starts.</summary>
    public Task<string> FailsAsync(string name = "fails", int exitCode = 3, CancellationToken stop = default) =>
        MakeAsync(name, [$"""CMD ["sh", "-c", "echo cannot start >&2; exit {exitCode}"]"""], stop: stop);

    /// <summary>Runs and is never healthy.</summary>
    public Task<string> UnhealthyAsync(string name = "unhealthy", CancellationToken stop = default) =>
        MakeAsync(
            name,
            ["""CMD ["sleep", "3600"]""", "HEALTHCHECK --interval=1s --timeout=1s --retries=1 CMD echo unwell; exit 1"],
            stop: stop
        );

    /// <summary>Does nothing until it is killed, and has nothing but these programs: no shell.</summary>
    public async Task<string> WithoutShellAsync(string name = "without-shell", CancellationToken stop = default)
    {
        using var tar = await PackAsync(["echo", "ps", "sleep"], new Dictionary<string, string>(), stop);
        return await ImportAsync(tar, $"{name}:1", ["""CMD ["sleep", "86400"]"""], stop);
    }

    static async Task<MemoryStream> PackAsync(
        IReadOnlyCollection<string> programs,
        IReadOnlyDictionary<string, string> files,
        CancellationToken stop
    )
    {
        if (!File.Exists(BusyBox))
            throw new InvalidOperationException($"{BusyBox} is missing: run  script/setup --test");
        var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var folder in new[] { "bin/", "dev/", "etc/", "proc/", "root/", "run/", "sys/", "tmp/", "var/" })
                await writer.WriteEntryAsync(
                    Entry(TarEntryType.Directory, folder, folder == "tmp/" ? "1777" : "755"),
                    stop
                );

            await using var program = File.OpenRead(BusyBox);
            await writer.WriteEntryAsync(Entry(TarEntryType.RegularFile, "bin/busybox", "755", program), stop);
            foreach (var applet in programs)
            {
                var link = Entry(TarEntryType.SymbolicLink, $"bin/{applet}", "777");
                link.LinkName = "busybox";
                await writer.WriteEntryAsync(link, stop);
            }
            await WriteTextAsync(
                writer,
                "etc/passwd",
                "root:x:0:0:root:/root:/bin/sh\napp:x:1000:1000:app:/tmp:/bin/sh\n",
                stop
            );
            await WriteTextAsync(writer, "etc/group", "root:x:0:\napp:x:1000:\n", stop);
            foreach (var (path, text) in files)
                await WriteTextAsync(writer, path.TrimStart('/'), text, stop);
        }
        tar.Position = 0;
        return tar;
    }

    static Task WriteTextAsync(TarWriter writer, string path, string text, CancellationToken stop) =>
        writer.WriteEntryAsync(
            Entry(TarEntryType.RegularFile, path, "644", new MemoryStream(Encoding.UTF8.GetBytes(text))),
            stop
        );

    static PaxTarEntry Entry(TarEntryType type, string name, string octalMode, Stream? data = null)
    {
        var entry = new PaxTarEntry(type, name) { Mode = (UnixFileMode)Convert.ToInt32(octalMode, 8) };
        if (data is not null)
            entry.DataStream = data;
        return entry;
    }
}
