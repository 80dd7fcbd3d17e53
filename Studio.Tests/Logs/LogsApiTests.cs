using System.Net;
using Studio.Client.Logs;
using Studio.Domain.Engine;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Logs;

public sealed class LogsApiTests(ServiceApp app) : IClassFixture<ServiceApp>
{
    const string Secret = "s3cret-value-0123456789";

    static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_viewer_reads_what_was_printed_without_the_secrets_it_was_given()
    {
        var container = await GivenAsync("seen");
        Print(container, 0, $"key {Secret}\n");
        Print(container, 1, "s3cret-val", isError: true);
        Print(container, 2, "in between\n");
        Print(container, 3, "ue-0123456789!\n", isError: true);

        var answer = await app.Studio.Viewer.GetAsync($"{ServiceApp.Root}/seen/logs", Stop);

        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(
            """
            {"at":"2026-11-27T12:00:00Z","stream":"stdout","text":"key [redacted:API_KEY]"}
            {"at":"2026-11-27T12:00:02Z","stream":"stdout","text":"in between"}
            {"at":"2026-11-27T12:00:01Z","stream":"stderr","text":"[redacted:API_KEY]"}
            {"at":"2026-11-27T12:00:03Z","stream":"stderr","text":"[redacted:API_KEY]!"}

            """,
            await answer.Content.ReadAsStringAsync(Stop)
        );
    }

    [Theory]
    [InlineData("", "1\nerr 2\npart3\n4 last\n")]
    [InlineData("?tail=1", "4 last\n")]
    [InlineData("?tail=0", "")]
    [InlineData("?stream=stderr", "err 2\n")]
    [InlineData("?stream=stdout&tail=3", "part3\n4 last\n")]
    [InlineData("?since=2026-11-27T12:00:02Z&until=2026-11-27T12:00:03Z", "err 2\npart")]
    [InlineData("?since=1795780804", "3\n4 last\n")]
    [InlineData("?search=LAST", "4 last\n")]
    [InlineData("?timestamps&tail=1", "2026-11-27T12:00:05.0000000Z 4 last\n")]
    [InlineData("?timestamps=false&tail=1", "4 last\n")]
    public async Task Plain_text_is_what_was_asked_for(string query, string text)
    {
        var name =
            $"plain-{Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(query))[..Math.Min(40, 2 * query.Length)]}x";
        var container = await GivenAsync(name, "unused-value-1234");
        Print(container, 1, "1\n");
        Print(container, 2, "err 2\n", isError: true);
        Print(container, 3, "part");
        Print(container, 4, "3\n");
        Print(container, 5, "4 last\n");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{ServiceApp.Root}/{name}/logs{query}");
        request.Headers.Accept.Add(new("text/plain"));

        var answer = await app.Studio.Admin.SendAsync(request, Stop);

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(text, await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task A_value_that_goes_over_the_edge_of_what_was_asked_for_is_hidden()
    {
        var container = await GivenAsync("edges");
        Print(container, 0, "first s3cret-\n");
        container.Output.Enqueue((Noon.AddSeconds(0.5), false, "value-0123456789 is s3cret-value-\n"));
        Print(container, 1, "0123456789!\n");
        Print(container, 2, "last s3cret-value\n");
        Print(container, 3, "-0123456789\n");

        var lines = await ReadAsync("edges", new() { Since = Noon.AddSeconds(1), Until = Noon.AddSeconds(2) });
        Assert.Equal(["[redacted:API_KEY]!", "last [redacted:API_KEY]"], lines.Select(line => line.Text));
        lines = await ReadAsync("edges", new() { Tail = 1 });
        Assert.Equal(["[redacted:API_KEY]"], lines.Select(line => line.Text));
    }

    [Fact]
    public async Task The_last_lines_that_match_may_be_far_from_the_end()
    {
        var container = await GivenAsync("far");
        Print(container, 0, "one error\n", isError: true);
        Print(container, 1, "another error\n", isError: true);
        for (var line = 0; line < 100; line++)
            Print(container, 2, "no error\n");
        // One stream waits for what comes next until it is known that nothing does.
        Print(container, 3, "ends in s3cret\n", isError: true);

        var lines = await ReadAsync("far", new() { Stream = "stderr", Tail = 2 });

        Assert.Equal(["another error", "ends in s3cret"], lines.Select(line => line.Text));
    }

    [Fact]
    public async Task Nobody_finds_a_value_by_searching_for_it()
    {
        var container = await GivenAsync("searched");
        Print(container, 0, $"key {Secret} end\n");

        Assert.Empty(await ReadAsync("searched", new() { Search = Secret[..6] }));
        Assert.Equal(
            "key [redacted:API_KEY] end",
            Assert.Single(await ReadAsync("searched", new() { Search = "D:api_key]" })).Text
        );
    }

    [Fact]
    public async Task What_is_followed_comes_at_once_and_ends_with_the_container()
    {
        var container = await GivenAsync("followed");
        Print(container, 0, "before\n");
        await using var lines = app.Client.Logs.FollowAsync("default", "followed", stop: Stop).GetAsyncEnumerator(Stop);
        Assert.Equal("before", await NextAsync(lines));

        Print(container, 1, "now\n");
        Assert.Equal("now", await NextAsync(lines));
        // What is cut off goes on where it was, without a line twice.
        container.IsCutOff = true;
        Print(container, 1, "at the same time\n");
        Assert.Equal("at the same time", await NextAsync(lines));

        await app.Client.Services.StopAsync("default", "followed", new(), Stop);
        Assert.Null(await NextAsync(lines));
    }

    [Fact]
    public async Task What_is_followed_begins_with_the_last_lines_and_ends_with_what_was_held()
    {
        var container = await GivenAsync("last-lines");
        Print(container, 0, "before\n");
        Print(container, 1, "last\n");
        await using var lines = app
            .Client.Logs.FollowAsync("default", "last-lines", new() { Tail = 1 }, Stop)
            .GetAsyncEnumerator(Stop);
        Assert.Equal("last", await NextAsync(lines));

        Print(container, 2, "ends in s3cret\n");
        Print(container, 3, "an error\n", isError: true);
        Assert.Equal("an error", await NextAsync(lines));
        app.Engine.Kill(container);
        await app.Client.Services.StopAsync("default", "last-lines", new(), Stop);

        Assert.Equal("ends in s3cret", await NextAsync(lines));
        Assert.Null(await NextAsync(lines));
    }

    [Fact]
    public async Task What_a_command_is_given_is_hidden_in_what_is_followed_too()
    {
        var container = await GivenAsync("given-more");
        await app.GivenKeysAsync("given-later", ("LATE", "another-value-9876543210"));
        await using var lines = app
            .Client.Logs.FollowAsync("default", "given-more", new() { Search = "seen" }, Stop)
            .GetAsyncEnumerator(Stop);
        Print(container, 0, "seen\n");
        Assert.Equal("seen", await NextAsync(lines));
        Print(container, 1, "seen s3cret-value\n");
        Print(container, 2, "seen error\n", isError: true);
        Assert.Equal("seen error", await NextAsync(lines));
        app.Engine.OnRun = (_, _) => FakeCommand.Printing("done");
        Dictionary<string, string> secrets = new() { ["T"] = "given-later/LATE" };
        await app.Client.Commands.ExecAsync("default", "given-more", new(["ls"], secrets), Stop);

        Print(container, 3, "not wanted\n");
        Print(container, 3, "seen another-value-9876543210\n");

        // What was held comes out first, without the beginning of a value.
        Assert.Equal("seen [redacted:API_KEY]", await NextAsync(lines));
        Assert.Equal("seen [redacted:LATE]", await NextAsync(lines));
    }

    [Fact]
    public async Task A_container_that_starts_again_is_followed_on_until_it_is_gone()
    {
        var container = await GivenAsync("again");
        container.RestartsAlways = true;
        Print(container, 0, "before\n");
        await using var lines = app.Client.Logs.FollowAsync("default", "again", stop: Stop).GetAsyncEnumerator(Stop);
        Assert.Equal("before", await NextAsync(lines));

        container.Status = ContainerStatus.Exited;
        var next = NextAsync(lines);
        await Task.Delay(50, Stop);
        container.Status = ContainerStatus.Running;
        Print(container, 1, "after\n");
        Assert.Equal("after", await next);
        app.Engine.Lose(container);
        container.Status = ContainerStatus.Exited;

        Assert.Null(await NextAsync(lines));
    }

    [Fact]
    public async Task What_is_followed_ends_at_its_end()
    {
        var container = await GivenAsync("ending");
        container.Output.Enqueue((DateTimeOffset.UnixEpoch, false, "before\n"));
        var until = TimeProvider.System.GetUtcNow().AddSeconds(0.5);
        await using var lines = app
            .Client.Logs.FollowAsync("default", "ending", new() { Until = until }, Stop)
            .GetAsyncEnumerator(Stop);
        Assert.Equal("before", await NextAsync(lines));
        await Task.Delay(TimeSpan.FromSeconds(0.6), Stop);
        // A real engine ends there by itself.
        container.IsCutOff = true;

        Assert.Null(await NextAsync(lines));
    }

    [Fact(Timeout = 30_000)]
    public async Task A_follower_that_the_engine_has_left_behind_gets_what_it_has_missed()
    {
        var container = await GivenAsync("left-behind");
        Print(container, 0, "before\n");
        await using var lines = app
            .Client.Logs.FollowAsync("default", "left-behind", stop: Stop)
            .GetAsyncEnumerator(Stop);
        Assert.Equal("before", await NextAsync(lines));
        // Once it follows.
        await Task.Delay(500, Stop);
        container.LeaveFollowersBehind();
        Print(container, 1, "missed\n");

        Assert.Equal("missed", await NextAsync(lines));
        Print(container, 2, "after\n");
        Assert.Equal("after", await NextAsync(lines));
    }

    [Fact]
    public async Task An_engine_that_was_away_leaves_a_mark()
    {
        var container = await GivenAsync("marked");
        Print(container, 0, "before\n");
        await using var lines = app.Client.Logs.FollowAsync("default", "marked", stop: Stop).GetAsyncEnumerator(Stop);
        Assert.Equal("before", await NextAsync(lines));

        app.Engine.Down = FakeEngine.Unavailable;
        container.IsCutOff = true;
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("studio", lines.Current.Stream);
        app.Engine.Down = null;
        Print(container, 9, "after\n");

        Assert.Equal("after", await NextAsync(lines));
    }

    [Theory]
    [InlineData("tail=-1", "tail")]
    [InlineData("tail=100001", "tail")]
    [InlineData("since=yesterday", "since")]
    [InlineData("until=99999999999999", "until")]
    [InlineData("follow=perhaps", "follow")]
    [InlineData("stream=stdin", "stream")]
    [InlineData("instance=svc-1", "instance")]
    public async Task A_wrong_parameter_is_named(string query, string field)
    {
        var answer = await app.Studio.Admin.GetAsync($"{ServiceApp.Root}/any/logs?{query}", Stop);

        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Contains(field, await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.NotNull(problem);
    }

    [Fact]
    public async Task Without_a_container_there_is_nothing_to_read()
    {
        await app.Client.Services.CreateAsync("default", new() { Name = "idle", Image = ServiceApp.Image }, Stop);

        var answer = await app.Studio.Admin.GetAsync($"{ServiceApp.Root}/idle/logs", Stop);

        await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "no-container");
        answer = await app.Studio.Admin.GetAsync($"{ServiceApp.Root}/nothing/logs", Stop);
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
    }

    [Fact]
    public async Task An_engine_that_is_away_from_the_start_is_said_so()
    {
        await GivenAsync("absent");
        app.Engine.Down = FakeEngine.Unavailable;
        try
        {
            var answer = await app.Studio.Admin.GetAsync($"{ServiceApp.Root}/absent/logs", Stop);
            await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "engine-unavailable");
        }
        finally
        {
            app.Engine.Down = null;
        }
    }

    [Fact]
    public async Task A_file_is_named_after_its_service()
    {
        var container = await GivenAsync("filed");
        Print(container, 0, "line\n");

        var answer = await app.Studio.Viewer.GetAsync($"{ServiceApp.Root}/filed/logs?download", Stop);

        Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("attachment; filename=\"filed.log\"", $"{answer.Content.Headers.ContentDisposition}");
        Assert.Equal("line\n", await answer.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task What_a_container_was_given_before_a_rotation_stays_redacted_and_so_does_what_it_gets_after_it()
    {
        var old = await GivenAsync("rotated");
        Print(old, 0, $"old {Secret}\n");
        await app.Client.SecretKeys.SetEntryAsync(
            "default",
            "rotated",
            "API_KEY",
            new() { Value = new("another-value-9876543210") },
            stop: Stop
        );
        Assert.Equal("old [redacted:API_KEY]", Assert.Single(await ReadAsync("rotated")).Text);

        var now = await app.LaunchAsync("rotated");
        Print(now, 1, "new another-value-9876543210\n");

        Assert.Equal("new [redacted:API_KEY]", Assert.Single(await ReadAsync("rotated")).Text);
    }

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
