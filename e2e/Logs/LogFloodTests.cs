using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Faults;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Logs;

/// <summary>Containers that print more than anybody reads. Studio is a process of its own, so that its memory can be seen.</summary>
public sealed partial class LogFloodTests(EngineFixture engine)
{
    const int ThreeMinutes = 180_000;
    const string Project = StudioServer.Project;
    const string Redacted = QuietService.Redacted;
    const int Megabyte = 1_000_000;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The engine keeps three files of 10 MB.</summary>
    [Fact(Timeout = ThreeMinutes)]
    public async Task What_the_engine_has_kept_of_a_flood_is_read_whole_and_redacted_in_little_memory()
    {
        const int Lines = 350_000;
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var service = await QuietService.LaunchAsync(engine, studio.Admin);
        await service.SayAsync(
            $$"""busybox awk 'BEGIN { t = ENVIRON["TOKEN"]; for (i = 1; i <= {{Lines}}; i++) print "line " i " of a flood, with " t " in it, and more" }'"""
        );
        await service.SayAsync("echo end");
        while (await EngineTailAsync(service, 1) is not ["end"]) { }
        Assert.True(File.Exists(await LogPathAsync(service) + ".2"));
        var memory = studio.WatchMemory();
        var watch = Stopwatch.StartNew();

        var (count, last) = (0, 0);
        await foreach (var line in studio.Admin.Logs.ReadAsync(Project, service.Name, stop: Stop))
        {
            count++;
            if (line.Text == "end")
                continue;
            var number = int.Parse(FloodLine().Match(line.Text).Groups[1].Value);
            Assert.True(last == 0 || number == last + 1, $"{number} comes after {last}");
            last = number;
        }

        Tell($"{count} lines in {watch.ElapsedMilliseconds} ms, {memory() / Megabyte} MB more");
        Assert.InRange(memory(), 0, 100 * Megabyte);
        Assert.Equal(Lines, last);
        Assert.Equal((await EngineTailAsync(service, null)).Count, count);
        Assert.Equal(
            (await EngineTailAsync(service, 1000)).Select(line => line.Replace(QuietService.Token, Redacted)),
            await studio
                .Admin.Logs.ReadAsync(Project, service.Name, new() { Tail = 1000 }, Stop)
                .Select(line => line.Text)
                .ToListAsync(Stop)
        );
    }

    [Fact(Timeout = ThreeMinutes)]
    public async Task A_line_that_does_not_end_comes_in_pieces_and_redacted_in_little_memory()
    {
        const int Megabytes = 100;
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var service = await QuietService.LaunchAsync(engine, studio.Admin);
        await service.SayAsync("echo begun");
        await using var lines = studio
            .Admin.Logs.FollowAsync(Project, service.Name, stop: Stop)
            .GetAsyncEnumerator(Stop);
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("begun", lines.Current.Text);
        var memory = studio.WatchMemory();
        var watch = Stopwatch.StartNew();

        var saying = service.SayAsync(
            $$"""busybox awk 'BEGIN { x = "x"; while (length(x) < {{Megabyte}}) x = x x; x = substr(x, 1, {{Megabyte}}); for (i = 0; i < {{Megabytes}}; i++) printf "%s%s", x, ENVIRON["TOKEN"] }'; echo"""
        );
        using var seen = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var ending = EndAsync(seen.Token);
        StringBuilder followed = new();
        while (await lines.MoveNextAsync() && lines.Current.Text != "end")
            followed.Append(lines.Current.Text);
        await seen.CancelAsync();
        await ending;

        Tell($"followed {followed.Length} in {watch.ElapsedMilliseconds} ms, {memory() / Megabyte} MB more");
        Assert.InRange(memory(), 0, 100 * Megabyte);
        // What the engine throws away before it has sent it, nobody gets.
        AssertIsRedacted($"{followed}", atLeast: Megabytes / 6);
        StringBuilder kept = new();
        await foreach (var line in studio.Admin.Logs.ReadAsync(Project, service.Name, stop: Stop))
            kept.Append(line.Text);
        AssertIsRedacted($"{kept}".Replace("end", "", StringComparison.Ordinal), atLeast: Megabytes / 6);
        Tell($"read {kept.Length}, {memory() / Megabyte} MB more");
        Assert.InRange(memory(), 0, 100 * Megabyte);

        // An engine that rotates its file may throw away one end too, and then nothing more would come.
        async Task EndAsync(CancellationToken stop)
        {
            await saying;
            while (!stop.IsCancellationRequested)
            {
                await service.SayAsync("echo end");
                await Task.Delay(TimeSpan.FromSeconds(2), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [Fact(Timeout = ThreeMinutes)]
    public async Task A_reader_that_is_slow_costs_no_memory_and_holds_up_nobody()
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var service = await QuietService.LaunchAsync(engine, studio.Admin);
        await studio.Admin.Session.GetMeAsync(Stop);
        using Socket slow = new(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await slow.ConnectAsync(studio.Address.Host, studio.Address.Port, Stop);
        await slow.SendAsync(
            Encoding.ASCII.GetBytes(
                $"GET /api/v1/projects/{Project}/services/{service.Name}/logs?follow=true HTTP/1.1\r\nHost: {studio.Address.Authority}\r\nAuthorization: Bearer {studio.Token.Reveal()}\r\n\r\n"
            ),
            Stop
        );
        var memory = studio.WatchMemory();
        var flood = service.SayAsync("yes \"$TOKEN and more of it\" | head -n 2000000");

        var slowest = TimeSpan.Zero;
        StringBuilder got = new();
        var buffer = new byte[1024];
        for (var second = 0; second < 10; second++)
        {
            var read = await slow.ReceiveAsync(buffer, Stop);
            got.Append(Encoding.UTF8.GetString(buffer, 0, read));
            var watch = Stopwatch.StartNew();
            await studio.Admin.Session.GetMeAsync(Stop);
            await studio.Admin.Logs.ReadAsync(Project, service.Name, new() { Tail = 10 }, Stop).ToListAsync(Stop);
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
            // Slowness is what this is about.
            await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        }

        await flood;
        Tell($"{memory() / Megabyte} MB more, the slowest answer took {slowest.TotalMilliseconds:0} ms");
        Assert.InRange(memory(), 0, 100 * Megabyte);
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.Contains(Redacted, $"{got}", StringComparison.Ordinal);
        Assert.DoesNotContain(QuietService.Core, $"{got}", StringComparison.Ordinal);
    }

    /// <summary>Nothing is left of values but, where the engine cut a line, up to three letters.</summary>
    static void AssertIsRedacted(string text, int atLeast)
    {
        Assert.InRange(text.Split(Redacted).Length - 1, atLeast, int.MaxValue);
        var left = text.Replace(Redacted, "x", StringComparison.Ordinal).Split('x').Where(part => part.Length > 3);
        Assert.Empty(left);
    }

    static void Tell(string figures) =>
        TestContext.Current.SendDiagnosticMessage("{0}: {1}", TestContext.Current.TestMethod!.MethodName, figures);

    async Task<string> LogPathAsync(QuietService service) =>
        (await engine.Client.Containers.InspectAsync(service.Container, Stop)).LogPath;

    /// <summary>What <c>docker logs</c> prints.</summary>
    async Task<IReadOnlyList<string>> EngineTailAsync(QuietService service, int? tail)
    {
        StringBuilder text = new();
        await foreach (var frame in engine.Client.Containers.LogsAsync(service.Container, new() { Tail = tail }, Stop))
            text.Append(Encoding.UTF8.GetString(frame.Data.Span));
        return $"{text}".Split('\n')[..^1];
    }

    [GeneratedRegex(@"^line (\d+) of a flood, with \[redacted:TOKEN\] in it, and more$")]
    private static partial Regex FloodLine();
}
