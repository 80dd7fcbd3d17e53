using System.Net;
using Studio.Client.Metrics;
using Studio.Domain.Engine;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Metrics;

public sealed class MetricsApiTests : IClassFixture<ServiceApp>
{
    const string Root = ServiceApp.Root;

    readonly ServiceApp _app;

    public MetricsApiTests(ServiceApp app)
    {
        _app = app;
        app.Engine.OnStart = container => container.Usage = () => Usage(TimeProvider.System.GetUtcNow());
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_viewer_sees_what_a_running_service_uses()
    {
        await _app.GivenServiceAsync("seen");

        var answer = await _app.Studio.Viewer.GetAsync($"{Root}/seen/stats", Stop);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stats = await answer.ReadAsync<ServiceStatsResponse>();
        // The engine in memory works with half a core and receives a thousand bytes a second.
        Assert.InRange(stats.CpuPercent, 49, 51);
        Assert.InRange(stats.NetworkReceived.BytesPerSecond, 990, 1010);
        Assert.Equal((10 << 20, 256 << 20, 3), (stats.MemoryBytes, stats.MemoryLimitBytes, stats.Pids));
    }

    [Fact]
    public async Task A_stream_goes_on_until_the_service_is_stopped()
    {
        await _app.GivenServiceAsync("followed");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/followed/stats?stream=true");
        using var answer = await _app.Studio.Admin.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));

        Assert.Contains("\"cpuPercent\":", await lines.ReadLineAsync(Stop), StringComparison.Ordinal);
        await _app.Studio.Admin.PostAsync($"{Root}/followed/stop", null, Stop);

        while (await lines.ReadLineAsync(Stop) is { } line)
            Assert.Contains("\"cpuPercent\":", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?stream=true")]
    public async Task A_service_that_does_not_run_uses_nothing(string stream)
    {
        await _app.Client.Services.CreateAsync(
            "default",
            new() { Name = $"idle{stream.Length}", Image = ServiceApp.Image },
            Stop
        );

        var answer = await _app.Studio.Admin.GetAsync($"{Root}/idle{stream.Length}/stats{stream}", Stop);

        await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "not-running");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_missing()
    {
        var answer = await _app.Studio.Admin.GetAsync($"{Root}/nothing/stats", Stop);

        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
    }

    [Fact]
    public async Task While_the_engine_is_away_nobody_knows()
    {
        await _app.GivenServiceAsync("away");
        _app.Engine.Down = FakeEngine.Unavailable;

        var answer = await _app.Studio.Admin.GetAsync($"{Root}/away/stats", Stop);

        _app.Engine.Down = null;
        await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "engine-unavailable");
    }

    [Fact]
    public async Task The_client_reads_and_follows()
    {
        await _app.GivenServiceAsync("client");
        var client = _app.Client.Metrics;

        var once = await client.GetAsync("default", "client", Stop);
        await foreach (var followed in client.FollowAsync("default", "client", Stop))
        {
            Assert.Equal(once.MemoryBytes, followed.MemoryBytes);
            break;
        }
    }

    static ContainerUsage Usage(DateTimeOffset at)
    {
        var age = at - DateTimeOffset.UnixEpoch;
        var received = (long)age.TotalMilliseconds;
        return new(at, (long)age.TotalNanoseconds / 2, 10 << 20, 256 << 20, received, 0, 0, 0, 3);
    }
}
