using Studio.Docker;
using Studio.Docker.Images;

namespace Studio.Tests.Docker;

public sealed class StreamTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    const string Pull = "POST /v1.41/images/create";

    [Fact]
    public async Task Progress_comes_step_by_step_with_bytes_where_the_engine_knows_them()
    {
        await using var engine = new FakeEngine();
        engine.On(
            Pull,
            FakeEngine.Answer(
                200,
                """
                {"status":"Pulling from app","id":"1"}
                {"status":"Pulling fs layer","progressDetail":{},"id":"abc"}
                {"status":"Downloading","progressDetail":{"current":7,"total":5},"progress":"[=>]","id":"abc"}
                {"status":"Extracting","progressDetail":{"current":3,"units":"s"},"id":"abc"}
                {"status":"Digest: sha256:00"}
                """
            )
        );
        using var client = engine.Connect();

        var steps = await client.Images.PullAsync("host:1/app:1", stop: Stop).ToListAsync(Stop);

        Assert.Equal(
            [
                new("1", "Pulling from app", null, null, null),
                new("abc", "Pulling fs layer", null, null, null),
                new("abc", "Downloading", 7, 5, null),
                new("abc", "Extracting", 3, null, null),
                new(null, "Digest: sha256:00", null, null, null),
            ],
            steps
        );
    }

    [Fact]
    public async Task A_push_ends_with_the_digest()
    {
        await using var engine = new FakeEngine();
        engine.On(
            "POST /v1.41/images/host%3A1%2Fapp/push?tag=1",
            FakeEngine.Answer(
                200,
                """{"status":"x"}{"progressDetail":{},"aux":{"Tag":"1","Digest":"sha256:00","Size":5}}"""
            )
        );
        using var client = engine.Connect();

        var steps = await client.Images.PushAsync("host:1/app:1", stop: Stop).ToListAsync(Stop);

        Assert.Equal("sha256:00", steps[^1].Digest);
    }

    [Fact]
    public async Task A_failure_inside_a_good_answer_is_thrown_after_the_steps_before_it()
    {
        await using var engine = new FakeEngine();
        engine.On(
            Pull,
            FakeEngine.Answer(
                200,
                """{"status":"one"}{"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}"""
            )
        );
        using var client = engine.Connect();
        var steps = new List<ImageProgress>();

        var error = await Assert.ThrowsAsync<DockerException>(async () =>
        {
            await foreach (var step in client.Images.PullAsync("host:1/app:1", stop: Stop))
                steps.Add(step);
        });

        Assert.Equal("one", Assert.Single(steps).Status);
        Assert.Equal("manifest unknown", error.Message);
        Assert.Null(error.Status);
    }

    [Theory]
    [InlineData("""{"status":"one"}""")]
    [InlineData("""{"status":"one"}{"sta""")]
    public async Task An_engine_that_dies_between_steps_is_one_that_went_away_and_not_the_end(string sent)
    {
        await using var engine = new FakeEngine();
        engine.On(Pull, FakeEngine.Unfinished(sent));
        using var client = engine.Connect();

        await Assert.ThrowsAsync<DockerUnavailableException>(async () =>
            await client.Images.PullAsync("host:1/app:1", stop: Stop).CountAsync(Stop)
        );
    }

    [Fact]
    public async Task A_stream_of_another_kind_is_an_error()
    {
        await using var engine = new FakeEngine();
        engine.On(Pull, FakeEngine.Answer(200, "<html>Sign in to the Wi-Fi</html>", "text/html"));
        using var client = engine.Connect();

        var error = await Assert.ThrowsAsync<DockerException>(async () =>
            await client.Images.PullAsync("host:1/app:1", stop: Stop).CountAsync(Stop)
        );

        Assert.Equal("The answer is not what the Docker Engine API describes.", error.Message);
    }

    [Theory]
    [InlineData("host:1/team/app:2", "fromImage=host%3A1%2Fteam%2Fapp&tag=2 ")]
    [InlineData("host:1/app", "fromImage=host%3A1%2Fapp&tag=latest ")]
    [InlineData("app@sha256:ab", "fromImage=app&tag=sha256%3Aab ")]
    [InlineData("host:1/app:2@sha256:ab", "fromImage=host%3A1%2Fapp&tag=sha256%3Aab ")]
    public async Task A_pull_always_names_one_tag_or_digest(string reference, string query)
    {
        await using var engine = new FakeEngine();
        engine.On(Pull, FakeEngine.Answer(200, """{"status":"one"}"""));
        using var client = engine.Connect();

        await client.Images.PullAsync(reference, stop: Stop).CountAsync(Stop);

        Assert.StartsWith($"{Pull}?{query}", Assert.Single(engine.Requests));
    }

    [Fact]
    public async Task Credentials_go_in_a_header_of_the_one_request_that_needs_them()
    {
        await using var engine = new FakeEngine();
        engine.On(Pull, FakeEngine.Answer(200, """{"status":"one"}"""));
        using var client = engine.Connect();
        var auth = new RegistryAuth("alice", "s3cret", "host:1");

        await client.Images.PullAsync("host:1/app:1", auth, stop: Stop).CountAsync(Stop);
        await client.Images.PullAsync("host:1/app:1", stop: Stop).CountAsync(Stop);

        Assert.Contains($"X-Registry-Auth: {auth.ToHeader()}\r\n", engine.Requests[0]);
        Assert.DoesNotContain("X-Registry-Auth", engine.Requests[1]);
    }

    [Fact]
    public async Task An_import_sends_the_archive_and_every_change()
    {
        await using var engine = new FakeEngine();
        engine.On(Pull, FakeEngine.Answer(200, """{"status":"sha256:00"}"""));
        using var client = engine.Connect();

        var id = await client.Images.ImportAsync(
            new MemoryStream("tar"u8.ToArray()),
            "app:1",
            ["CMD [\"a\"]", "USER 1"],
            stop: Stop
        );

        Assert.Equal("sha256:00", id);
        var request = Assert.Single(engine.Requests);
        Assert.StartsWith($"{Pull}?fromSrc=-&repo=app&tag=1&changes=CMD%20%5B%22a%22%5D&changes=USER%201 ", request);
        Assert.Contains("Content-Type: application/x-tar", request);
        Assert.EndsWith("\r\n\r\ntar", request);
    }

    [Fact]
    public async Task An_event_has_its_actor_and_its_time()
    {
        await using var engine = new FakeEngine();
        engine.On(
            "GET /v1.41/events?since=1700000000.500000000&filters=%7B%22label%22%3A%5B%22a%3Db%22%5D%7D ",
            FakeEngine.Answer(
                200,
                """{"Type":"container","Action":"die","Actor":{"ID":"x","Attributes":{"exitCode":"1"}},"timeNano":1700000001000000100}"""
            )
        );
        using var client = engine.Connect();
        var since = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_500);

        var happened = Assert.Single(
            await client.System.EventsAsync(new() { Since = since, Labels = ["a=b"] }, stop: Stop).ToListAsync(Stop)
        );

        Assert.Equal(
            ("container", "die", "x", "1"),
            (happened.Type, happened.Action, happened.Actor.ID, happened.Actor.Attributes["exitCode"])
        );
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1_700_000_001).AddTicks(1), happened.At);
    }
}
