using Studio.Client.Launches;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary><c>kill -9</c> in the middle of a launch, on a service with a host port, whose old container must go first.</summary>
public sealed class KillTests(EngineFixture engine)
{
    const int FiveMinutes = 300_000;

    static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = FiveMinutes)]
    public async Task Killed_at_any_step_a_launch_is_done_again_under_its_id_and_one_container_is_left()
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var stage = new Stage(engine, studio.Admin);
        await stage.CreateKeysAsync(("API_KEY", "value-0123456789abcdef"));
        await stage.CreatePullSecretAsync();
        var service = await stage.CreateServiceAsync(
            await stage.PublishSiteAsync(),
            with => with with { Ports = [new(8080, Ports.Free())], Bindings = [new(stage.Keys)] }
        );
        var first = await stage.BringToLifeAsync();
        studio.Project = (await stage.ContainersAsync(service.Id))[0].Labels["studio.project"];
        var live = first.ContainerId;

        foreach (
            var step in (string[])["queued", "resolving", "pulling", "creating", "starting", "waiting-healthy", "live"]
        )
        {
            var launch = (
                await studio.Admin.Services.LaunchAsync(StudioServer.Project, stage.Service, new(), Stop)
            ).LaunchId;
            await UntilAsync(studio, launch, step);
            await studio.KillAsync();

            await studio.StartAsync();

            var end = await EndOfAsync(studio, launch);
            Assert.True(end.State == "live", $"killed at {step}: {end.State}: {end.Error}");
            await AssertRunsAloneAsync(stage, service.Id, end, step);
            Assert.NotEqual(live, end.ContainerId);
            live = end.ContainerId;
        }
    }

    /// <summary>Returns when the launch has come that far, or further.</summary>
    static async Task UntilAsync(StudioProcess studio, string launch, string step)
    {
        if (step == "queued")
            return;
        await foreach (var happened in studio.Admin.Launches.FollowAsync(launch, Stop))
        {
            if (happened.Step?.Name == step || happened.State == step)
                return;
        }

        // Its stream ended before it was looked for: it is live.
    }

    static async Task<LaunchResponse> EndOfAsync(StudioProcess studio, string id)
    {
        while (true)
        {
            var launch = await studio.Admin.Launches.GetAsync(id, Stop);
            if (launch.State is not ("queued" or "running"))
                return launch;
            await Task.Delay(Poll, Stop);
        }
    }

    static async Task AssertRunsAloneAsync(Stage stage, string service, LaunchResponse launch, string step)
    {
        // The old container goes after the new one is live: by the launch, or by the next look of the reconciler.
        while ((await stage.ContainersAsync(service)).Count > 1)
            await Task.Delay(Poll, Stop);
        var container = Assert.Single(await stage.ContainersAsync(service));
        Assert.True(
            (launch.ContainerId, "running") == (container.Id, container.State),
            $"killed at {step}: {container.State}"
        );
        Assert.Equal(launch.Id, container.Labels["studio.launch"]);
        Assert.Contains(
            "API_KEY=value-0123456789abcdef",
            await stage.OutputOfAsync(container.Id),
            StringComparison.Ordinal
        );
    }
}
