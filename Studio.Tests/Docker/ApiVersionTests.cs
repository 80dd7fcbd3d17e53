using Studio.Docker;

namespace Studio.Tests.Docker;

public sealed class ApiVersionTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    const string Empty = "[]";

    [Theory]
    [InlineData("1.41", "1.12", "v1.41")]
    [InlineData("1.47", "1.24", "v1.47")]
    [InlineData("1.52", "1.44", "v1.47")]
    public async Task Calls_use_the_newest_version_that_both_sides_speak(string newest, string oldest, string agreed)
    {
        await using var engine = new FakeEngine(newest, oldest);
        engine.On($"GET /{agreed}/containers/json", FakeEngine.Answer(200, Empty));
        using var client = engine.Connect();

        await client.Containers.ListAsync(stop: Stop);

        Assert.StartsWith($"GET /{agreed}/containers/json", Assert.Single(engine.Requests));
    }

    [Theory]
    [InlineData("1.60", "1.48")]
    [InlineData("1.40", "1.12")]
    public async Task An_engine_without_a_common_version_is_refused_in_a_sentence(string newest, string oldest)
    {
        await using var engine = new FakeEngine(newest, oldest);
        using var client = engine.Connect();

        var refused = await Assert.ThrowsAsync<DockerException>(() => client.Containers.ListAsync(stop: Stop));

        Assert.Equal(
            $"The Docker engine speaks API {oldest} to {newest}; this client speaks 1.41 to 1.47.",
            refused.Message
        );
        Assert.Empty(engine.Requests);
    }

    [Fact]
    public async Task Many_first_calls_at_once_agree_on_the_version_once()
    {
        await using var engine = new FakeEngine();
        engine.On("GET /v1.41/containers/json", FakeEngine.Answer(200, Empty));
        using var client = engine.Connect();

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => client.Containers.ListAsync()));

        Assert.Equal(20, engine.Requests.Count);
        Assert.Equal(1, engine.Pings);
    }

    [Fact]
    public async Task A_first_call_that_is_cancelled_does_not_spoil_the_next()
    {
        await using var engine = new FakeEngine();
        engine.On("GET /v1.41/containers/json", FakeEngine.Answer(200, Empty));
        using var client = engine.Connect();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            client.Containers.ListAsync(stop: new(canceled: true))
        );

        Assert.Empty(await client.Containers.ListAsync(stop: Stop));
    }

    [Fact]
    public async Task After_the_engine_was_away_the_version_is_agreed_on_anew()
    {
        await using var engine = new FakeEngine("1.41");
        engine.On("GET /v1.41/containers/json", FakeEngine.Answer(200, Empty));
        engine.On("GET /v1.47/containers/json", FakeEngine.Answer(200, Empty));
        using var client = engine.Connect();
        await client.Containers.ListAsync(stop: Stop);

        await engine.StopAsync();
        await Assert.ThrowsAsync<DockerUnavailableException>(() => client.Containers.ListAsync(stop: Stop));
        engine.Speak("1.52", "1.44");
        engine.Start();
        await client.Containers.ListAsync(stop: Stop);

        Assert.StartsWith("GET /v1.47/", engine.Requests[^1]);
    }

    [Fact]
    public async Task An_engine_that_was_replaced_unnoticed_is_asked_again_in_its_own_version()
    {
        await using var engine = new FakeEngine("1.41");
        engine.On("GET /v1.41/containers/json", FakeEngine.Answer(200, Empty));
        engine.On("GET /v1.47/containers/json", FakeEngine.Answer(200, Empty));
        using var client = engine.Connect();
        await client.Containers.ListAsync(stop: Stop);

        engine.Speak("1.52", "1.44");
        const string TooOld = "client version 1.41 is too old. Minimum supported API version is 1.44";
        engine.On("GET /v1.41/containers/json", FakeEngine.Answer(400, TooOld, "text/plain"));

        Assert.Empty(await client.Containers.ListAsync(stop: Stop));
    }

    [Fact]
    public async Task An_engine_that_keeps_refusing_the_version_is_asked_twice_and_no_more()
    {
        await using var engine = new FakeEngine("1.41");
        engine.On(
            "GET /v1.41/containers/json",
            FakeEngine.Answer(400, "client version 1.41 is too old.", "text/plain")
        );
        using var client = engine.Connect();

        var refused = await Assert.ThrowsAsync<DockerException>(() => client.Containers.ListAsync(stop: Stop));

        Assert.Equal("client version 1.41 is too old.", refused.Message);
        Assert.Equal(2, engine.Requests.Count);
    }

    [Fact]
    public async Task Something_else_that_listens_there_is_not_taken_for_an_engine()
    {
        await using var engine = new FakeEngine();
        engine.On("GET /_ping", FakeEngine.Answer(200, "hello", "text/html"));
        using var client = engine.Connect();

        var refused = await Assert.ThrowsAsync<DockerException>(() => client.Containers.ListAsync(stop: Stop));

        Assert.Equal("The answer is not what the Docker Engine API describes.", refused.Message);
    }
}
