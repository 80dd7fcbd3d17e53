using System.Net;
using Studio.Client.Logs;
using Studio.Domain.Engine;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Logs;

/// <summary>Reading the logs of containers that are gone.</summary>
public sealed class KeptLogsApiTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    const string Secret = "s3cret-value-0123456789";

    static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_containers_that_are_gone_the_last_ones_can_still_be_read()
    {
        var old = await GivenAsync("replaced");
        Print(old, 1, $"old {Secret}\n");
        Print(old, 2, "broken\n", isError: true);
        Print(old, 3, "the end\n");
        var now = await app.LaunchAsync("replaced");
        await app.Engine.WaitUntilGoneAsync(old, Stop);
        Print(now, 4, "new\n");

        var instances = await app.Client.Logs.ListAsync("default", "replaced", Stop);

        Assert.Equal([("live", false), ("superseded", true)], instances.Select(one => (one.State, one.IsKept)));
        var gone = instances[1].Launch;
        Assert.Equal(
            ["old [redacted:API_KEY]", "broken", "the end"],
            Texts(await ReadAsync("replaced", new() { Instance = gone }))
        );
        Assert.Equal(["the end"], Texts(await ReadAsync("replaced", new() { Instance = gone, Tail = 1 })));
        Assert.Equal(["broken"], Texts(await ReadAsync("replaced", new() { Instance = gone, Stream = "stderr" })));
        Assert.Equal(
            ["the end"],
            Texts(await ReadAsync("replaced", new() { Instance = gone, Since = Noon.AddSeconds(3) }))
        );
        Assert.Equal(["new"], Texts(await ReadAsync("replaced", new() { Instance = instances[0].Launch })));
        Assert.Equal(["new"], Texts(await ReadAsync("replaced")));
        // There is nothing more to come, and it takes no engine to say so.
        app.Engine.Down = FakeEngine.Unavailable;
        await using var followed = app
            .Client.Logs.FollowAsync("default", "replaced", new() { Instance = gone, Tail = 1 }, Stop)
            .GetAsyncEnumerator(Stop);
        Assert.Equal("the end", await NextAsync(followed));
        Assert.Null(await NextAsync(followed));
        app.Engine.Down = null;
        // Nor does it take what it was given to read it.
        await app.Client.Services.DeleteAsync("default", "replaced", stop: Stop);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await app.Studio.Viewer.GetAsync($"{ServiceApp.Root}/replaced/logs/instances", Stop)).StatusCode
        );
    }

    [Fact]
    public async Task Of_the_live_container_its_own_log_is_read_whatever_was_kept()
    {
        // A launch that was done again, under its id, because the engine went away in the middle.
        var container = await GivenAsync("redone");
        Print(container, 1, "live\n");
        var launch = Assert.Single(await app.Client.Logs.ListAsync("default", "redone", Stop)).Launch;
        var service = (await app.Client.Services.GetAsync("default", "redone", Stop)).Id;
        var folder = Path.Combine(app.Studio.DataDirectory, "logs", service, launch);
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "log.json"),
            "{\"log\":\"first try\\n\",\"stream\":\"stdout\",\"time\":\"2026-11-27T12:00:00Z\"}\n",
            Stop
        );

        Assert.Equal(["live"], Texts(await ReadAsync("redone")));
        Assert.Equal(["live"], Texts(await ReadAsync("redone", new() { Instance = launch })));
        Assert.False(Assert.Single(await app.Client.Logs.ListAsync("default", "redone", Stop)).IsKept);
    }

    [Fact]
    public async Task A_container_that_goes_while_one_looks_is_read_from_what_was_kept()
    {
        var old = await GivenAsync("leaving");
        Print(old, 1, $"old {Secret}\n");
        var launch = Assert.Single(await app.Client.Logs.ListAsync("default", "leaving", Stop)).Launch;
        app.Engine.OnReadOutput = async _ =>
        {
            app.Engine.OnReadOutput = null;
            await app.LaunchAsync("leaving");
            await app.Engine.WaitUntilGoneAsync(old, Stop);
        };

        Assert.Equal(["old [redacted:API_KEY]"], Texts(await ReadAsync("leaving", new() { Instance = launch })));
    }

    [Fact]
    public async Task Of_a_service_that_never_came_to_life_the_log_of_the_failure_is_read()
    {
        await app.Client.Services.CreateAsync("default", new() { Name = "broken", Image = ServiceApp.Image }, Stop);
        app.Engine.OnStart = started =>
        {
            Print(started, 1, "no such file\n", isError: true);
            (started.Status, started.ExitCode) = (ContainerStatus.Exited, 1);
        };
        var launch = await app.Client.Services.LaunchAsync("default", "broken", new(), Stop);
        while ((await app.Client.Launches.GetAsync(launch.LaunchId, Stop)).State != "failed")
            await Task.Delay(10, Stop);
        app.Engine.OnStart = _ => { };

        Assert.Equal(["no such file"], Texts(await ReadAsync("broken")));
        Assert.Equal(
            (launch.LaunchId, "failed"),
            (await app.Client.Logs.ListAsync("default", "broken", Stop)) is [var only]
                ? (only.Launch, only.State)
                : default
        );
    }

    [Fact]
    public async Task Of_a_container_that_is_gone_and_was_not_kept_one_sentence_is_said()
    {
        // It printed nothing.
        var silent = await GivenAsync("silent");
        var first = Assert.Single(await app.Client.Logs.ListAsync("default", "silent", Stop)).Launch;
        await app.LaunchAsync("silent");
        await app.Engine.WaitUntilGoneAsync(silent, Stop);

        var answer = await app.Studio.Admin.GetAsync($"{ServiceApp.Root}/silent/logs?instance={first}", Stop);

        await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "no-container");
        Assert.Contains("not kept", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    static IEnumerable<string> Texts(IEnumerable<LogLineResponse> lines) => lines.Select(line => line.Text);

    async Task<FakeContainer> GivenAsync(string name, string secret = Secret)
    {
        await app.GivenKeysAsync(name, ("API_KEY", secret));
        return await app.GivenServiceAsync(name, withKeys: true);
    }

    static void Print(FakeContainer container, int second, string text, bool isError = false) =>
        container.Output.Enqueue((Noon.AddSeconds(second), isError, text));

    async Task<List<LogLineResponse>> ReadAsync(string service, LogsRequest? request = null)
    {
        List<LogLineResponse> lines = [];
        await foreach (var line in app.Client.Logs.ReadAsync("default", service, request, Stop))
            lines.Add(line);
        return lines;
    }

    static async Task<string?> NextAsync(IAsyncEnumerator<LogLineResponse> lines) =>
        await lines.MoveNextAsync() ? lines.Current.Text : null;
}
