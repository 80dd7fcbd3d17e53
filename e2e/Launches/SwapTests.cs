using Studio.Client.Services;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;

namespace Studio.EndToEnd.Launches;

/// <summary>Services with a port of the host, which two containers cannot have at once.</summary>
public sealed class SwapTests(StudioFixture fixture) : IClassFixture<StudioFixture>, IDisposable
{
    readonly EngineFixture _engine = fixture.Engine;
    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);
    readonly HttpClient _visitor = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.Zero });
    readonly int _port = Ports.Free();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _visitor.Dispose();

    [Fact]
    public async Task A_new_version_takes_over_the_port()
    {
        await ServeAsync(await _stage.PublishSiteAsync("first"));
        Assert.Equal("first", await VisitAsync());

        await _stage.ChangeImageAsync(await _stage.PublishSiteAsync("second"));
        await _stage.BringToLifeAsync();

        Assert.Equal("second", await VisitAsync());
    }

    [Fact]
    public async Task A_version_that_does_not_get_healthy_gives_the_port_back()
    {
        var first = await ServeAsync(await _stage.PublishSiteAsync("first"));
        await _stage.ChangeImageAsync(
            await _engine.Images.PublishAsync(
                Stage.NewName("mute"),
                ["""CMD ["sh", "-c", "trap 'exit 0' TERM; echo no page today; sleep 600 & wait"]"""],
                stop: Stop
            )
        );

        var launch = await _stage.LaunchAsync();

        Assert.Equal("failed", launch.State);
        Assert.Contains("What ran before runs again", launch.Error, StringComparison.Ordinal);
        Assert.Equal("waiting-healthy", Assert.Single(launch.Steps, step => step.State == "failed").Name);
        var state = (await _stage.GetAsync()).State;
        Assert.Equal(("running", first), (state.Status, state.ContainerId));
        Assert.Equal([first], (await _stage.ContainersAsync(launch.Service)).Select(container => container.Id));
        Assert.Equal("first", await VisitAsync());
    }

    async Task<string> ServeAsync(string image)
    {
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync(
            image,
            site =>
                site with
                {
                    Ports = [new(8080, _port)],
                    Health = new(new HttpHealthDefinition(8080), IntervalSeconds: 1, Retries: 2),
                }
        );
        return (await _stage.BringToLifeAsync()).ContainerId!;
    }

    Task<string> VisitAsync() => _visitor.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/"), Stop);
}
