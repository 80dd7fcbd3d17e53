using System.Net;
using Studio.Docker;

namespace Studio.Tests.Docker;

public sealed class ErrorTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    const string Create = "POST /v1.41/containers/create";
    const string Pull = "POST /v1.41/images/create";

    [Theory]
    [InlineData("""{"message":"No such image: app:1"}""", "application/json", "No such image: app:1")]
    [InlineData("page not found\n", "text/plain", "page not found")]
    [InlineData("""{"error":"other"}""", "application/json", """{"error":"other"}""")]
    [InlineData("", "text/plain", "The Docker engine answered 404.")]
    public async Task An_error_has_the_engines_words_whatever_form_they_come_in(
        string body,
        string type,
        string message
    )
    {
        await using var engine = new FakeEngine();
        engine.On(Create, FakeEngine.Answer(404, body, type));
        using var client = engine.Connect();

        var error = await Assert.ThrowsAsync<DockerException>(() =>
            client.Containers.CreateAsync(new("app:1"), stop: Stop)
        );

        Assert.Equal((HttpStatusCode.NotFound, message), (error.Status, error.Message));
        Assert.True(error.IsNotFound);
    }

    [Fact]
    public async Task An_endless_error_is_cut()
    {
        await using var engine = new FakeEngine();
        engine.On(Create, FakeEngine.Answer(500, new string('x', 1_000_000), "text/plain"));
        using var client = engine.Connect();

        var error = await Assert.ThrowsAsync<DockerException>(() =>
            client.Containers.CreateAsync(new("app:1"), stop: Stop)
        );

        Assert.InRange(error.Message.Length, 1, 16 * 1024);
    }

    [Fact]
    public async Task An_error_says_nothing_of_what_was_sent()
    {
        await using var engine = new FakeEngine();
        engine.On(Create, FakeEngine.Answer(409, """{"message":"Conflict."}"""));
        using var client = engine.Connect();

        var error = await Assert.ThrowsAsync<DockerException>(() =>
            client.Containers.CreateAsync(new("app:1") { Env = ["TOKEN=hunter2hunter2"] }, stop: Stop)
        );

        Assert.Contains("hunter2hunter2", Assert.Single(engine.Requests));
        Assert.DoesNotContain("hunter2", error.ToString());
    }

    [Theory]
    [InlineData(500, """{"message":"denied: s3cret+pass/word?"}""")]
    [InlineData(500, """{"message":"denied: Basic YWxpY2U6czNjcmV0K3Bhc3Mvd29yZD8="}""")]
    [InlineData(200, """{"error":"denied: s3cret+pass/word?","errorDetail":{"message":"denied: s3cret+pass/word?"}}""")]
    public async Task A_registry_that_echoes_the_password_does_not_get_it_into_an_error(int status, string body)
    {
        await using var engine = new FakeEngine();
        engine.On(Pull, FakeEngine.Answer(status, body));
        using var client = engine.Connect();

        var error = await Assert.ThrowsAsync<DockerException>(async () =>
            await client
                .Images.PullAsync("host:1/app:1", new("alice", "s3cret+pass/word?"), stop: Stop)
                .CountAsync(Stop)
        );

        Assert.StartsWith("denied: ", error.Message);
        Assert.DoesNotContain("s3cret", error.ToString());
        Assert.DoesNotContain("YWxpY2U6", error.ToString());
    }

    [Fact]
    public async Task A_missing_socket_is_an_engine_that_is_not_there()
    {
        await using var engine = new FakeEngine();
        using var client = engine.Connect();
        await engine.StopAsync();

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() => client.System.PingAsync(stop: Stop));

        Assert.Equal($"No Docker engine answers at unix://{engine.SocketPath}.", error.Message);
        Assert.Null(error.Status);
    }

    [Fact]
    public async Task A_socket_that_nobody_listens_on_is_an_engine_that_is_not_there()
    {
        await using var engine = new FakeEngine();
        using var client = engine.Connect();
        await engine.DieAsync();

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() => client.System.PingAsync(stop: Stop));

        Assert.StartsWith("No Docker engine answers at ", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Le")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Id\":")]
    public async Task An_engine_that_dies_in_its_answer_is_one_that_went_away(string bytes)
    {
        await using var engine = new FakeEngine();
        engine.On("GET /v1.41/containers/x/json", bytes);
        using var client = engine.Connect();

        var error = await Assert.ThrowsAsync<DockerUnavailableException>(() =>
            client.Containers.InspectAsync("x", stop: Stop)
        );

        Assert.EndsWith("went away before its answer was complete.", error.Message);
    }

    [Theory]
    [InlineData("<html>Welcome</html>")]
    [InlineData("null")]
    [InlineData("[1,2]")]
    [InlineData("""{"State":{"ExitCode":"many"}}""")]
    public async Task An_answer_of_another_kind_is_an_error_and_not_an_empty_container(string body)
    {
        await using var engine = new FakeEngine();
        engine.On("GET /v1.41/containers/x/json", FakeEngine.Answer(200, body));
        using var client = engine.Connect();

        var error = await Assert.ThrowsAsync<DockerException>(() => client.Containers.InspectAsync("x", stop: Stop));

        Assert.Equal("The answer is not what the Docker Engine API describes.", error.Message);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a/../../images/prune")]
    public async Task A_name_cannot_climb_to_another_operation(string name)
    {
        await using var engine = new FakeEngine();
        using var client = engine.Connect();

        await Assert.ThrowsAsync<ArgumentException>(() => client.Containers.RemoveAsync(name, stop: Stop));
        await Assert.ThrowsAsync<ArgumentException>(() => client.Images.InspectAsync(name, stop: Stop));

        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task A_name_with_a_question_mark_stays_a_name()
    {
        await using var engine = new FakeEngine();
        using var client = engine.Connect();

        await Assert.ThrowsAsync<DockerException>(() => client.Containers.RemoveAsync("x?force=1#", stop: Stop));

        Assert.StartsWith("DELETE /v1.41/containers/x%3Fforce%3D1%23?v=true ", Assert.Single(engine.Requests));
    }

    [Fact]
    public async Task Cancelling_is_not_taken_for_an_engine_that_went_away()
    {
        await using var engine = new FakeEngine();
        engine.On("GET /v1.41/events", FakeEngine.Unfinished("""{"Type":"container","Action":"start"}"""));
        using var client = engine.Connect();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in client.System.EventsAsync(stop: stop.Token))
                await stop.CancelAsync();
        });
    }

    [Fact]
    public async Task Starting_a_container_that_runs_already_is_no_error()
    {
        await using var engine = new FakeEngine();
        engine.On("POST /v1.41/containers/x/start", "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
        engine.On("POST /v1.41/containers/y/start", "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        using var client = engine.Connect();

        Assert.False(await client.Containers.StartAsync("x", stop: Stop));
        Assert.True(await client.Containers.StartAsync("y", stop: Stop));
    }
}
