using System.Net.Http.Headers;
using System.Text;
using Studio.Bench.Common;
using Studio.Client.Services;

namespace Studio.Bench;

/// <summary>Reading a long log over REST, redacted, against Docker's command line.</summary>
static class Logging
{
    const int Megabytes = 200;
    const int Values = 1000;
    const int Runs = 3;
    const int WarmUp = 1;
    const string Service = "bench-logs";
    const string Needle = "needle in it";
    const string End = "that was all";

    public static async Task<IReadOnlyList<Line>> RunAsync()
    {
        using var folder = new TemporaryFolder();
        using var login = new TemporaryFolder();
        SampleImage.WriteLogin(login.Path);
        var image = await SampleImage.PublishAsync(login.Path);
        await using var studio = await StudioProcess.SetUpAsync(folder.Path, "--Studio:Docker:LogMegabytes=1000");
        await studio.AddRegistryAsync();
        var container = await LaunchAsync(studio, image);
        using var http = new HttpClient(new SocketsHttpHandler());
        await ReadUntilAsync(() => OpenAsync(http, studio, "follow=true"), End);

        var follow = await Pair.RunAsync(
            Runs,
            WarmUp,
            () => Pair.TimeAsync(() => ReadUntilAsync(() => OpenAsync(http, studio, "follow=true"), End)),
            () => Pair.TimeAsync(() => ReadUntilAsync("docker", ["logs", "-f", container], End))
        );
        var search = await Pair.RunAsync(
            Runs,
            WarmUp,
            () =>
                Pair.TimeAsync(() =>
                    ReadUntilAsync(() => OpenAsync(http, studio, $"search={Uri.EscapeDataString(Needle)}"), Needle)
                ),
            () =>
                Pair.TimeAsync(() =>
                    new Command("sh", "-c", $"docker logs {container} 2>&1 | grep -F '{Needle}'").RunAsync()
                )
        );
        return
        [
            Line.Of(
                $"log of {Megabytes} MB read with `follow=true`, plain text, redacted with 1,000 values",
                "`docker logs -f` of the same container",
                follow,
                1,
                "until the last line has come. Ours reads what is there from the engine's file, and only what comes after it through the API"
            ),
            Line.Of(
                $"search of {Megabytes} MB of log, redacted with 1,000 values",
                "`docker logs | grep -F`",
                search,
                0.1,
                "one line in the middle; the whole log is read and redacted"
            ),
        ];
    }

    static async Task<string> LaunchAsync(StudioProcess studio, string image)
    {
        // Half, the needle, half, the end.
        const string Row =
            "2026-11-27T03:28:06.123Z INFO request id=0123456789abcdef GET /api/v1/items took 12ms status=200";
        var half = $"/bin/busybox yes '{Row}' | /bin/busybox head -c {Megabytes / 2}000000; echo";
        return await studio.LaunchAsync(
            new CreateServiceRequest
            {
                Name = Service,
                Image = image,
                PullSecret = StudioProcess.PullSecret,
                Command = new Client.Services.CommandLine([
                    "/bin/busybox",
                    "sh",
                    "-c",
                    $"{half}; echo {Needle}; {half}; echo {End}; exec /bin/busybox sleep 1000000",
                ]),
                Bindings = await studio.AddValuesAsync(Values),
            }
        );
    }

    static async Task<Stream> OpenAsync(HttpClient http, StudioProcess studio, string query)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get,
            new Uri(studio.Address, $"/api/v1/projects/{StudioProcess.Project}/services/{Service}/logs?{query}")
        );
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", studio.Token.Reveal());
        request.Headers.Accept.Add(new("text/plain"));
        var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        answer.EnsureSuccessStatusCode();
        return await answer.Content.ReadAsStreamAsync();
    }

    static async Task ReadUntilAsync(string program, string[] arguments, string text)
    {
        using var process = new Command(program, arguments).Start();
        await ReadUntilAsync(() => Task.FromResult(process.StandardOutput.BaseStream), text);
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Reads and looks at the last bytes only: what is compared is the other side.</summary>
    static async Task ReadUntilAsync(Func<Task<Stream>> open, string text)
    {
        await using var stream = await open();
        var wanted = Encoding.UTF8.GetBytes(text);
        var buffer = new byte[256 * 1024];
        var kept = 0;
        while (await stream.ReadAsync(buffer.AsMemory(kept)) is var read and > 0)
        {
            var seen = buffer.AsSpan(0, kept + read);
            if (seen.IndexOf(wanted) >= 0)
                return;
            kept = Math.Min(wanted.Length, seen.Length);
            seen[^kept..].CopyTo(buffer);
        }

        throw new InvalidOperationException($"'{text}' did not come.");
    }
}
