using Studio.Client;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;

namespace Studio.EndToEnd.Launches;

public sealed class EngineDownTests(EngineFixture engine)
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_engine_services_are_kept_and_nothing_is_said_of_their_containers()
    {
        await using var server = await StudioServer.SetUpAsync(engine);
        var stage = new Stage(engine, server.Admin);
        var image = await engine.Images.SampleAsync(Stage.NewName("sample"), stop: Stop);
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(image, sample => sample with { Pull = "missing" });
        var live = await stage.BringToLifeAsync();
        await server.StopAsync();

        await using var blind = new StudioServer(engine, server.Folder)
        {
            EngineEndpoint = "unix:///nonexistent/docker.sock",
        };
        blind.StartServer();
        await blind.LogInAsync();
        var there = new Stage(engine, blind.Admin);
        var service = await blind.Admin.Services.GetAsync(StudioServer.Project, stage.Service, Stop);
        var stopping = await Assert.ThrowsAsync<StudioException>(() =>
            blind.Admin.Services.StopAsync(StudioServer.Project, stage.Service, new(), Stop)
        );

        Assert.Equal(("running", "unknown"), (service.State.Desired, service.State.Status));
        Assert.Equal((503, "engine-unavailable"), (stopping.Status, stopping.Code));
        // What cannot be seen goes on.
        Assert.Equal("running", Assert.Single(await there.ContainersAsync(service.Id)).State);
        Assert.Equal("live", (await blind.Admin.Launches.GetAsync(live.Id, Stop)).State);
    }
}
