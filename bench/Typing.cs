using System.Net.WebSockets;
using Studio.Bench.Common;
using Studio.Client.Services;

namespace Studio.Bench;

/// <summary>From a key to its echo in a terminal, redacted, against Docker's command line.</summary>
static class Typing
{
    const int Keys = 300;
    const int WarmUp = 30;
    const int Values = 1000;
    const double MostMilliseconds = 5;
    const string Service = "bench-typing";

    public static async Task<IReadOnlyList<Line>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var login = new TemporaryFolder();
        SampleImage.WriteLogin(login.Path);
        var image = await SampleImage.PublishAsync(login.Path);
        await using var studio = await StudioProcess.SetUpAsync(folder.Path);
        await studio.AddRegistryAsync();
        // What is typed comes back once, from the terminal itself: a shell would paint its line anew.
        var container = await studio.LaunchAsync(
            new CreateServiceRequest
            {
                Name = Service,
                Image = image,
                PullSecret = StudioProcess.PullSecret,
                Command = new Client.Services.CommandLine([
                    "/bin/busybox",
                    "sh",
                    "-c",
                    // The image has none where one is looked for.
                    "/bin/busybox ln -s busybox /bin/sh; exec /bin/busybox sleep 1000000",
                ]),
                Bindings = await studio.AddValuesAsync(Values),
            }
        );
        using var socket = await OpenAsync(studio);
        var buffer = new byte[4096];
        await TypeAsync(socket, "exec /bin/busybox cat\n", buffer);
        await Task.Delay(TimeSpan.FromSeconds(1));

        // Without a terminal of its own docker would not ask for one: script gives it one.
        using var docker = new Command(
            "script",
            "-qec",
            $"docker exec -it {container} /bin/busybox cat",
            "/dev/null"
        ).Start();
        await Task.Delay(TimeSpan.FromSeconds(1));
        var number = 0;
        var pair = await Pair.RunAsync(
            Keys,
            WarmUp,
            () => Pair.TimeAsync(() => TypeAsync(socket, NextKey(), buffer)),
            () => Pair.TimeAsync(() => TypeAsync(docker, NextKey(), buffer))
        );
        docker.Kill();
        var more = pair.Ours.Median - pair.Theirs.Median;
        return
        [
            new(
                "terminal: key to echo, 1,000 values",
                "`docker exec -it`",
                FormattableString.Invariant($"{more:+0.00;-0.00} ms"),
                $"{pair.Ours}; against {pair.Theirs}",
                "<= +5.00 ms",
                more <= MostMilliseconds,
                "over the WebSocket that the page has; docker in a terminal that `script` gives it"
            ),
        ];

        // Lines stay short, and keys tell who answers.
        string NextKey() => ++number % 40 == 0 ? "\n" : $"{(char)('a' + (number % 26))}";
    }

    static async Task<ClientWebSocket> OpenAsync(StudioProcess studio)
    {
        var opened = await studio.Client.Commands.OpenTerminalAsync(StudioProcess.Project, Service, new());
        ClientWebSocket socket = new();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {studio.Token.Reveal()}");
        var path = $"/api/v1/projects/{StudioProcess.Project}/services/{Service}/terminals/{opened.Id}";
        await socket.ConnectAsync(
            new UriBuilder(new Uri(studio.Address, path)) { Scheme = "ws" }.Uri,
            CancellationToken.None
        );
        return socket;
    }

    static async Task TypeAsync(ClientWebSocket socket, string key, byte[] buffer)
    {
        await socket.SendAsync(
            System.Text.Encoding.ASCII.GetBytes(key),
            WebSocketMessageType.Binary,
            endOfMessage: true,
            CancellationToken.None
        );
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer, CancellationToken.None);
            if (IsEcho(buffer.AsSpan(0, read.Count), key))
                return;
        }
    }

    static async Task TypeAsync(System.Diagnostics.Process process, string key, byte[] buffer)
    {
        await process.StandardInput.WriteAsync(key);
        await process.StandardInput.FlushAsync();
        while (await process.StandardOutput.BaseStream.ReadAsync(buffer) is var read and > 0)
        {
            if (IsEcho(buffer.AsSpan(0, read), key))
                return;
        }

        throw new InvalidOperationException("docker ended.");
    }

    static bool IsEcho(ReadOnlySpan<byte> shown, string key) => shown.IndexOf((byte)key[^1]) >= 0;
}
