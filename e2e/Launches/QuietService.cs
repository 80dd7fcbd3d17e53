using System.Net.Sockets;
using System.Text;
using Studio.Client;
using Studio.Docker.Exec;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;

namespace Studio.EndToEnd.Launches;

/// <summary>A live service that prints nothing by itself and has one secret: to be made to print, and to run commands in.</summary>
public sealed class QuietService
{
    /// <summary>
    /// What <c>$TOKEN</c> is in the container: 24 bytes, so that its base64 has no padding, with characters that every encoding
    /// changes in <see cref="Head"/> and none of them in <see cref="Core"/>.
    /// </summary>
    public const string Token = Head + Core;

    public const string Head = "q/7 \"x\" & 9%-";

    /// <summary>Nothing but letters and digits: where this is, the value was shown.</summary>
    public const string Core = "kTz4WbV8nR2";

    /// <summary>What is shown instead.</summary>
    public const string Redacted = "[redacted:TOKEN]";

    /// <summary>For a shell: the value's first part and the rest of it.</summary>
    public const string HeadInShell = "${TOKEN%???????????}";
    public const string CoreInShell = "${TOKEN#?????????????}";

    readonly EngineFixture _engine;

    QuietService(EngineFixture engine, Stage stage, string container) =>
        (_engine, Stage, Container) = (engine, stage, container);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Stage Stage { get; }

    public string Name => Stage.Service;

    /// <summary>Its container's id.</summary>
    public string Container { get; }

    /// <param name="image">Makes the image; null: one that obeys when it is told to stop.</param>
    /// <param name="isBound">False: the collection is there, and the service does not get it.</param>
    public static async Task<QuietService> LaunchAsync(
        EngineFixture engine,
        StudioClient studio,
        Func<string, Task<string>>? image = null,
        bool isBound = true
    )
    {
        Stage stage = new(engine, studio);
        var name = Stage.NewName("quiet");
        var reference = image is null ? await engine.Images.IdleAsync(name, Stop) : await image(name);
        await engine.Images.PushAsync(reference, Stop);
        await stage.CreateKeysAsync(("TOKEN", Token));
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(
            reference,
            service => isBound ? service with { Bindings = [new(stage.Keys)] } : service
        );
        var live = await stage.BringToLifeAsync();
        return new(engine, stage, live.ContainerId!);
    }

    /// <summary>Runs a script of a shell inside, past Studio: what it prints, the container has printed. Returns when it has.</summary>
    public async Task SayAsync(string script)
    {
        ExecSpec spec = new() { Cmd = ["sh", "-c", $"exec >/proc/1/fd/1 2>/proc/1/fd/2\n{script}"] };
        var (code, output) = await RunAsync(spec);
        Assert.True(code == 0, output);
    }

    /// <summary>The command lines of what runs inside.</summary>
    public async Task<IReadOnlyList<string>> ProcessesAsync() =>
        (await RunAsync(new() { Cmd = ["ps", "-o", "args"] })).Output.Split('\n', StringSplitOptions.TrimEntries);

    /// <summary>Returns when something runs inside whose command line has this text; or nothing more.</summary>
    public async Task UntilRunsAsync(string text, bool runs = true)
    {
        IReadOnlyList<string> processes;
        do processes = await ProcessesAsync();
        while (processes.Any(one => one.Contains(text, StringComparison.Ordinal)) != runs);
    }

    /// <summary>Everything that <c>docker inspect</c> tells of the container.</summary>
    public async Task<string> InspectAsync()
    {
        using HttpClient http = new(
            new SocketsHttpHandler
            {
                ConnectCallback = async (_, stop) =>
                {
                    Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                    await socket.ConnectAsync(new UnixDomainSocketEndPoint(_engine.Endpoint["unix://".Length..]), stop);
                    return new NetworkStream(socket, ownsSocket: true);
                },
            }
        );
        return await http.GetStringAsync(new Uri($"http://docker/containers/{Container}/json"), Stop);
    }

    /// <summary>The service is to run no more. Returns when its container has ended.</summary>
    public async Task StopAsync(StudioClient studio)
    {
        await studio.Services.StopAsync(StudioServer.Project, Name, new(), Stop);
        await _engine.Client.Containers.WaitAsync(Container, stop: Stop);
    }

    async Task<(int? Code, string Output)> RunAsync(ExecSpec spec)
    {
        var exec = await _engine.Client.Exec.CreateAsync(Container, spec, Stop);
        await using var session = await _engine.Client.Exec.StartAsync(exec, tty: false, Stop);
        List<byte> output = [];
        await foreach (var frame in session.ReadAsync(Stop))
            output.AddRange(frame.Data.Span);
        return ((await _engine.Client.Exec.InspectAsync(exec, Stop)).ExitCode, Encoding.UTF8.GetString([.. output]));
    }
}
