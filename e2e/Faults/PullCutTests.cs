using System.Diagnostics;
using Studio.Client.Common;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary>The registry goes away in the middle of a pull.</summary>
public sealed class PullCutTests(EngineFixture engine)
{
    const int ThreeMinutes = 180_000;
    const int Megabytes = 6;

    /// <summary>The engine pauses for 5 s before it asks for a layer once more; the rest is a busy machine's.</summary>
    static readonly TimeSpan Bound = TimeSpan.FromSeconds(45);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = ThreeMinutes)]
    public async Task The_launch_fails_with_a_sentence_and_what_runs_is_not_touched()
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        await using var registry = new FrailRegistry(engine.Registry);
        var stage = new Stage(engine, studio.Admin);
        await studio.Admin.PullSecrets.CreateAsync(
            StudioServer.Project,
            new()
            {
                Name = stage.PullSecret,
                Registry = "other",
                Server = registry.Address,
                Username = engine.RegistryUser,
                Password = new(new SecretValue(engine.RegistryPassword)),
            },
            Stop
        );
        await stage.CreateServiceAsync(registry.Name(await stage.PublishSiteAsync()));
        var live = await stage.BringToLifeAsync();
        var before = await engine.Client.Containers.InspectAsync(live.ContainerId!, Stop);
        await stage.ChangeImageAsync(registry.Name(await PublishBigAsync()));
        registry.StallAfter(Megabytes / 2 * 1024 * 1024);
        var launch = await studio.OrderAsync(stage);
        await registry.Stalled;
        Assert.Equal("running", (await studio.Admin.Launches.GetAsync(launch, Stop)).State);

        var cut = Stopwatch.StartNew();
        await registry.EndAsync();

        var end = await studio.EndOfAsync(launch);
        Assert.InRange(cut.Elapsed, TimeSpan.Zero, Bound);
        Assert.Equal("failed", end.State);
        Assert.Equal("pulling", Assert.Single(end.Steps, step => step.State == "failed").Name);
        Assert.StartsWith($"The registry {registry.Address} cannot be reached", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', end.Error!);
        await studio.AssertRunsAloneAsync(stage, live.Id, "afterwards");
        var after = await engine.Client.Containers.InspectAsync(live.ContainerId!, Stop);
        Assert.Equal((before.State.StartedAt, 0), (after.State.StartedAt, after.RestartCount));
    }

    /// <summary>A layer that does not get smaller on the way.</summary>
    Task<string> PublishBigAsync()
    {
        var noise = new byte[Megabytes * 1024 * 1024 * 3 / 4];
        Random.Shared.NextBytes(noise);
        return engine.Images.PublishAsync(
            Stage.NewName("big"),
            ["""CMD ["sleep", "3600"]"""],
            new Dictionary<string, string> { ["/noise"] = Convert.ToBase64String(noise) },
            stop: Stop
        );
    }
}
