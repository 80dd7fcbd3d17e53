using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Studio.Client;
using Studio.Client.Metrics;
using Studio.Client.Services;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Metrics;

public sealed class MetricsApiTests(MetricsApiTests.App app) : IClassFixture<MetricsApiTests.App>
{
    const string Image = "registry.example.com/team/app:1";
    const string Root = "/api/v1/projects/default/services";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_viewer_sees_what_a_running_service_uses()
    {
        await GivenServiceAsync("seen", running: true);

        var answer = await app.Studio.Viewer.GetAsync($"{Root}/seen/stats", Stop);

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
        await GivenServiceAsync("followed", running: true);
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Root}/followed/stats?stream=true");
        using var answer = await app.Studio.Admin.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Stop));

        Assert.Contains("\"cpuPercent\":", await lines.ReadLineAsync(Stop), StringComparison.Ordinal);
        await app.Studio.Admin.PostAsync($"{Root}/followed/stop", null, Stop);

        while (await lines.ReadLineAsync(Stop) is { } line)
            Assert.Contains("\"cpuPercent\":", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?stream=true")]
    public async Task A_service_that_does_not_run_uses_nothing(string stream)
    {
        await GivenServiceAsync($"idle{stream.Length}", running: false);

        var answer = await app.Studio.Admin.GetAsync($"{Root}/idle{stream.Length}/stats{stream}", Stop);

        await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "not-running");
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_missing()
    {
        var answer = await app.Studio.Admin.GetAsync($"{Root}/nothing/stats", Stop);

        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
    }

    [Fact]
    public async Task While_the_engine_is_away_nobody_knows()
    {
        await GivenServiceAsync("away", running: true);
        app.Engine.Down = FakeEngine.Unavailable;

        var answer = await app.Studio.Admin.GetAsync($"{Root}/away/stats", Stop);

        app.Engine.Down = null;
        await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "engine-unavailable");
    }

    [Fact]
    public async Task The_client_reads_and_follows()
    {
        await GivenServiceAsync("client", running: true);
        var client = new StudioClient(app.Studio.Admin, app.Studio.Admin.BaseAddress!).Metrics;

        var once = await client.GetAsync("default", "client", Stop);
        await foreach (var followed in client.FollowAsync("default", "client", Stop))
        {
            Assert.Equal(once.MemoryBytes, followed.MemoryBytes);
            break;
        }
    }

    async Task GivenServiceAsync(string name, bool running)
    {
        var request = new CreateServiceRequest { Name = name, Image = Image };
        (await app.Studio.Admin.PostJsonAsync(Root, request)).EnsureSuccessStatusCode();
        if (!running)
            return;
        (await app.Studio.Admin.PostAsync($"{Root}/{name}/launch", null, Stop)).EnsureSuccessStatusCode();
        while (true)
        {
            var answer = await app.Studio.Admin.GetAsync($"{Root}/{name}/launches", Stop);
            if ((await answer.Content.ReadAsStringAsync(Stop)).Contains("\"state\":\"live\"", StringComparison.Ordinal))
                return;
            await Task.Delay(10, Stop);
        }
    }

    public sealed class App : IAsyncLifetime
    {
        public App()
        {
            Engine.Registry[Image] = new FakeImage(FakeImage.DigestOf("app 1"));
            Engine.OnStart = container => container.Usage = () => Usage(TimeProvider.System.GetUtcNow());
            Studio = new StudioApp
            {
                Configure = services =>
                    services
                        .RemoveAll<LaunchOptions>()
                        .AddSingleton(new LaunchOptions(TimeSpan.Zero))
                        .AddSingleton<IContainerEngine>(Engine),
            };
        }

        internal FakeEngine Engine { get; } = new();

        public StudioApp Studio { get; }

        public ValueTask InitializeAsync() => Studio.InitializeAsync();

        public ValueTask DisposeAsync() => Studio.DisposeAsync();

        static ContainerUsage Usage(DateTimeOffset at)
        {
            var age = at - DateTimeOffset.UnixEpoch;
            var received = (long)age.TotalMilliseconds;
            return new(at, (long)age.TotalNanoseconds / 2, 10 << 20, 256 << 20, received, 0, 0, 0, 3);
        }
    }
}
