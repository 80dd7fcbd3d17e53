using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary><c>kill -9</c> in the middle of a launch, on a service with a host port, whose old container must go first.</summary>
public sealed class KillTests(EngineFixture engine)
{
    const int FiveMinutes = 300_000;

    [Fact(Timeout = FiveMinutes)]
    public async Task Killed_at_any_step_a_launch_is_done_again_under_its_id_and_one_container_is_left()
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var stage = new Stage(engine, studio.Admin);
        await stage.CreateKeysAsync(("API_KEY", "value-0123456789abcdef"));
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(
            await stage.PublishSiteAsync(),
            with => with with { Ports = [new(8080, Ports.Free())], Bindings = [new(stage.Keys)] }
        );
        var live = (await stage.BringToLifeAsync()).ContainerId;

        foreach (
            var step in (string[])["queued", "resolving", "pulling", "creating", "starting", "waiting-healthy", "live"]
        )
        {
            var launch = await studio.OrderAsync(stage);
            await studio.UntilStepAsync(launch, step);
            await studio.KillAsync();

            await studio.StartAsync();

            var container = await studio.AssertRunsAloneAsync(stage, launch, $"killed at {step}");
            Assert.Contains(
                "API_KEY=value-0123456789abcdef",
                await stage.OutputOfAsync(container.Id),
                StringComparison.Ordinal
            );
            Assert.NotEqual(live, container.Id);
            live = container.Id;
        }
    }
}
