using Studio.Client.Logs;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Logs;

/// <summary>What a container printed, over REST.</summary>
public sealed class LogsTests(EngineFixture engine)
{
    const int TwoMinutes = 120_000;
    const string Project = StudioServer.Project;
    const string Redacted = QuietService.Redacted;

    /// <summary>Two streams, never both at one moment, with everything that a line may have in it.</summary>
    const string Everything = """
        for i in $(seq 1 200); do echo "line $i"; done
        sleep 0.1
        for i in 1 2 3; do echo "problem $i, a Needle" >&2; done
        sleep 0.1
        echo "value: $TOKEN"
        printf 'base64: '; printf %s "$TOKEN" | busybox base64 -w 0; echo
        printf '\033[32mgreen\033[0m <b>&amp;"quoted" \\ \t é € 😀 \001\r\n'
        echo
        head -c 40000 /dev/zero | tr '\0' y; echo
        sleep 0.1
        echo "in trouble: $TOKEN" >&2
        sleep 0.1
        for i in $(seq 1 100); do echo "more $i"; done
        echo 'a NEEDLE, the end'
        """;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Studio reads the engine's own file where it sees it, and asks the engine where it does not.</summary>
    [Fact(Timeout = TwoMinutes)]
    public async Task From_the_files_and_from_the_engine_come_the_same_lines()
    {
        await using var local = EngineProxy.Local(engine);
        await using var server = await StudioServer.SetUpAsync(engine, local.Endpoint);
        var service = await QuietService.LaunchAsync(engine, server.Admin);
        await service.SayAsync(Everything);
        var asked = AskedForLogs(local);
        var all = await ReadUntilAsync(server, service, "a NEEDLE, the end");

        AssertIsEverything(all);
        await AssertAnswersAsync(server, service, all);
        Assert.Equal(asked, AskedForLogs(local));

        await server.StopAsync();
        await using var remote = EngineProxy.Remote(engine);
        await using var distant = new StudioServer(engine, server.Folder) { EngineEndpoint = remote.Endpoint };
        distant.StartServer();
        await distant.LogInAsync();

        Assert.Equal(all, await ReadAsync(distant, service));
        await AssertAnswersAsync(distant, service, all);
        Assert.NotEqual(0, AskedForLogs(remote));
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task What_is_followed_comes_at_once_and_ends_when_the_service_is_stopped()
    {
        await using var server = await StudioServer.SetUpAsync(engine);
        var service = await QuietService.LaunchAsync(engine, server.Admin);
        await service.SayAsync("echo zero; echo one; echo two");
        await ReadUntilAsync(server, service, "two");
        await using var lines = server
            .Live.Logs.FollowAsync(Project, service.Name, new() { Tail = 2 }, Stop)
            .GetAsyncEnumerator(Stop);

        Assert.Equal("one", await NextAsync(lines));
        Assert.Equal("two", await NextAsync(lines));
        await service.SayAsync("echo three");
        Assert.Equal("three", await NextAsync(lines));
        await service.SayAsync("echo \"$TOKEN\" >&2");
        Assert.Equal(Redacted, await NextAsync(lines));
        await service.StopAsync(server.Admin);

        Assert.Null(await NextAsync(lines));
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task Only_what_is_looked_for_is_followed()
    {
        await using var server = await StudioServer.SetUpAsync(engine);
        var service = await QuietService.LaunchAsync(engine, server.Admin);
        await using var lines = server
            .Live.Logs.FollowAsync(Project, service.Name, new() { Search = "WANTED", Stream = "stdout" }, Stop)
            .GetAsyncEnumerator(Stop);
        var first = NextAsync(lines);

        await service.SayAsync("echo other; echo wanted >&2; echo 'is wanted'; echo other");

        Assert.Equal("is wanted", await first);
    }

    /// <summary>What a command was given, its container may print later.</summary>
    [Fact(Timeout = TwoMinutes)]
    public async Task A_secret_of_a_command_is_redacted_in_a_log_that_is_being_followed()
    {
        await using var server = await StudioServer.SetUpAsync(engine);
        var service = await QuietService.LaunchAsync(engine, server.Admin, isBound: false);
        await service.SayAsync("echo begun");
        await using var lines = server
            .Live.Logs.FollowAsync(Project, service.Name, stop: Stop)
            .GetAsyncEnumerator(Stop);
        Assert.Equal("begun", await NextAsync(lines));

        var done = await server.Admin.Commands.ExecAsync(
            Project,
            service.Name,
            new(
                ["sh", "-c", "echo \"got $TOKEN\" > /proc/1/fd/1"],
                new Dictionary<string, string> { ["TOKEN"] = $"{service.Stage.Keys}/TOKEN" }
            ),
            Stop
        );

        Assert.Equal(0, done.ExitCode);
        Assert.Equal($"got {Redacted}", await NextAsync(lines));
    }

    static void AssertIsEverything(IReadOnlyList<LogLineResponse> all)
    {
        List<string> output =
        [
            .. Enumerable.Range(1, 200).Select(number => $"line {number}"),
            $"value: {Redacted}",
            $"base64: {Redacted}",
            "\e[32mgreen\e[0m <b>&amp;\"quoted\" \\ \t é € 😀 \x01",
            "",
            new('y', 16384),
            new('y', 16384),
            new('y', 40000 - (2 * 16384)),
            .. Enumerable.Range(1, 100).Select(number => $"more {number}"),
            "a NEEDLE, the end",
        ];
        Assert.Equal(output, all.Where(line => line.Stream == "stdout").Select(line => line.Text));
        Assert.Equal(
            [.. Enumerable.Range(1, 3).Select(number => $"problem {number}, a Needle"), $"in trouble: {Redacted}"],
            all.Where(line => line.Stream == "stderr").Select(line => line.Text)
        );
    }

    static async Task AssertAnswersAsync(StudioServer server, QuietService service, IReadOnlyList<LogLineResponse> all)
    {
        var (early, late) = (all[20].At, all[^20].At);
        await IsAsync(new() { Tail = 7 }, all.TakeLast(7));
        await IsAsync(new() { Tail = 0 }, []);
        await IsAsync(new() { Tail = 100_000 }, all);
        await IsAsync(new() { Since = late }, all.Where(line => line.At >= late));
        await IsAsync(new() { Until = early }, all.Where(line => line.At <= early));
        var between = all.Where(line => line.At >= early && line.At <= late).ToList();
        await IsAsync(new() { Since = early, Until = late }, between);
        await IsAsync(new() { Since = late, Tail = 3 }, all.TakeLast(3));
        await IsAsync(new() { Since = late, Tail = 1000 }, all.Where(line => line.At >= late));
        await IsAsync(new() { Until = early, Tail = 3 }, all.Where(line => line.At <= early).TakeLast(3));
        await IsAsync(
            new()
            {
                Since = early,
                Until = late,
                Tail = 5,
            },
            between.TakeLast(5)
        );
        var found = all.Where(line => line.Text.Contains("needle", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal(4, found.Count);
        await IsAsync(new() { Search = "nEEDLE" }, found);
        await IsAsync(new() { Search = "needle", Tail = 2 }, found.TakeLast(2));
        await IsAsync(new() { Search = "needle", Stream = "stderr" }, found.Take(3));
        await IsAsync(new() { Stream = "stderr", Tail = 1 }, all.Where(line => line.Stream == "stderr").TakeLast(1));
        await IsAsync(new() { Stream = "stdout" }, all.Where(line => line.Stream == "stdout"));
        await IsAsync(new() { Search = QuietService.Core }, []);
        await IsAsync(new() { Since = all[^1].At.AddSeconds(1) }, []);

        async Task IsAsync(LogsRequest asked, IEnumerable<LogLineResponse> expected)
        {
            var lines = await ReadAsync(server, service, asked);
            Assert.True(
                expected.SequenceEqual(lines),
                $"{asked}: {lines.Count} instead of {expected.Count()}, from {lines.FirstOrDefault()} to {lines.LastOrDefault()}"
            );
        }
    }

    static int AskedForLogs(EngineProxy proxy) =>
        proxy.Requests.Count(request => request.Contains("/logs?", StringComparison.Ordinal));

    static async Task<IReadOnlyList<LogLineResponse>> ReadAsync(
        StudioServer server,
        QuietService service,
        LogsRequest? asked = null
    ) => await server.Admin.Logs.ReadAsync(Project, service.Name, asked, Stop).ToListAsync(Stop);

    /// <summary>The engine writes down what was printed a moment later.</summary>
    static async Task<IReadOnlyList<LogLineResponse>> ReadUntilAsync(
        StudioServer server,
        QuietService service,
        string last
    )
    {
        while (true)
        {
            var lines = await ReadAsync(server, service);
            if (lines is [.., var line] && line.Text == last)
                return lines;
        }
    }

    /// <returns>Null: it has ended.</returns>
    static async Task<string?> NextAsync(IAsyncEnumerator<LogLineResponse> lines) =>
        await lines.MoveNextAsync() ? lines.Current.Text : null;
}
