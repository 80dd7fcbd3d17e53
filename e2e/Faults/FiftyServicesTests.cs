using Studio.Client.Launches;
using Studio.Docker.Containers;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary>Many services at once, and the end of Studio among them.</summary>
public sealed class FiftyServicesTests(EngineFixture engine)
{
    const int FiveMinutes = 300_000;
    const int Fifty = 50;
    const int SomeOfThem = 10;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = FiveMinutes)]
    public async Task Launched_at_once_all_live_and_killed_in_the_middle_of_the_next_round_none_is_lost()
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var shared = new Stage(engine, studio.Admin);
        await shared.CreatePullSecretAsync();
        var image = await shared.PublishSiteAsync();
        var stages = Enumerable.Range(0, Fifty).Select(_ => new Stage(engine, studio.Admin)).ToList();
        await Task.WhenAll(
            stages.Select(stage =>
                stage.CreateServiceAsync(image, site => site with { PullSecret = shared.PullSecret })
            )
        );

        var first = await OrderAllAsync(studio, stages);
        await AssertAllLiveAsync(studio, first);
        var second = await OrderAllAsync(studio, stages);
        await Until.TrueAsync(
            $"{SomeOfThem} of them are live again",
            async () => (await ReadAsync(studio, second)).Count(launch => launch.State == "live") >= SomeOfThem
        );
        await studio.KillAsync();
        await studio.StartAsync();
        var left = (await ReadAsync(studio, second)).Count(launch => launch.State is "queued" or "running");

        // Else it was not the middle.
        Assert.InRange(left, 1, Fifty - SomeOfThem);
        await AssertAllLiveAsync(studio, second);
        Assert.All(await ReadAsync(studio, first), launch => Assert.Equal("superseded", launch.State));
        await studio.AssertEveryLaunchIsAuditedAsync([.. stages]);
    }

    static Task<string[]> OrderAllAsync(StudioProcess studio, IEnumerable<Stage> stages) =>
        Task.WhenAll(stages.Select(studio.OrderAsync));

    static Task<LaunchResponse[]> ReadAsync(StudioProcess studio, IEnumerable<string> launches) =>
        Task.WhenAll(launches.Select(launch => studio.Admin.Launches.GetAsync(launch, Stop)));

    /// <summary>Each service has the one container of its launch, and there is no other.</summary>
    async Task AssertAllLiveAsync(StudioProcess studio, string[] launches)
    {
        foreach (var launch in launches)
        {
            var end = await studio.EndOfAsync(launch);
            Assert.True(end.State == "live", $"{end.State}: {end.Error}");
        }

        var expected = (await ReadAsync(studio, launches)).Select(launch => launch.ContainerId).Order().ToList();
        IReadOnlyList<ContainerSummary> containers = [];
        await Until.TrueAsync(
            $"{Fifty} containers are left",
            async () => (containers = await studio.ContainersAsync()).Count == Fifty
        );
        Assert.Equal(expected, containers.Select(container => container.Id).Order());
        Assert.All(containers, container => Assert.Equal("running", container.State));
        Assert.Equal(Fifty, containers.Select(container => container.Labels["studio.service"]).Distinct().Count());
        Assert.Equal(launches.Order(), containers.Select(container => container.Labels["studio.launch"]).Order());
    }
}
