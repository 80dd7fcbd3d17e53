using Studio.Client.Services;
using Studio.Docker.Daemon;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary>A container of a live service ends for a reason that nobody at Studio gave.</summary>
public sealed class KilledContainerTests(EngineFixture engine)
{
    const int TwoMinutes = 120_000;
    const int TooLittle = 16;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = TwoMinutes)]
    public async Task Killed_at_the_engine_it_runs_again_as_the_same_container()
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var stage = new Stage(engine, studio.Admin);
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(await stage.PublishSiteAsync());
        var live = await stage.BringToLifeAsync();
        var before = await engine.Client.Containers.InspectAsync(live.ContainerId!, Stop);

        // The engine takes that for somebody's wish, and does not start it again by itself.
        await engine.Client.Containers.KillAsync(live.ContainerId!, stop: Stop);

        await AssertRunsAgainAsync(studio, stage, live.Id, before.State.StartedAt);
        var after = await engine.Client.Containers.InspectAsync(live.ContainerId!, Stop);
        Assert.Equal("unless-stopped", after.HostConfig.RestartPolicy!.Name);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task Killed_for_its_memory_it_runs_again_as_the_same_container()
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var stage = new Stage(engine, studio.Admin);
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(
            await stage.PublishSiteAsync(),
            site =>
                site with
                {
                    // Once, in its first life: a stream without an end of line is kept in memory as a whole.
                    Command = new([
                        "sh",
                        "-c",
                        "[ -e /full ] && exec sleep 3600; sleep 5; touch /full; exec tail /dev/zero",
                    ]),
                    Resources = new ResourcesDefinition(MemoryMiB: TooLittle),
                }
        );
        var live = await stage.BringToLifeAsync();
        var before = await engine.Client.Containers.InspectAsync(live.ContainerId!, Stop);

        await AssertRunsAgainAsync(studio, stage, live.Id, before.State.StartedAt);
        Assert.Contains("oom", await EventsOfAsync(live.ContainerId!, before.State.StartedAt));
    }

    async Task AssertRunsAgainAsync(StudioProcess studio, Stage stage, string launch, DateTimeOffset firstStart)
    {
        await Until.TrueAsync(
            "its container was started again",
            async () =>
                await stage.ContainersAsync((await stage.GetAsync()).Id) is [{ } only]
                && (await engine.Client.Containers.InspectAsync(only.Id, Stop)).State
                    is { Running: true, StartedAt: var started }
                && started > firstStart
        );
        await studio.AssertRunsAloneAsync(stage, launch, "afterwards");
        var state = (await stage.GetAsync()).State;
        Assert.Equal(("running", "running", launch), (state.Desired, state.Status, state.LaunchId));
        Assert.Single(
            (await studio.Admin.Services.ListLaunchesAsync(StudioServer.Project, stage.Service, stop: Stop)).Items
        );
    }

    async Task<List<string>> EventsOfAsync(string container, DateTimeOffset since)
    {
        List<string> actions = [];
        var options = new EventOptions
        {
            Types = ["container"],
            Since = since,
            Until = TimeProvider.System.GetUtcNow(),
        };
        await foreach (var happened in engine.Client.System.EventsAsync(options, Stop))
        {
            if (happened.Actor.ID == container)
                actions.Add(happened.Action);
        }

        return actions;
    }
}
