using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Tests.Engine;

namespace Studio.Tests.Launches;

public sealed class ReconcilerTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_live_container_that_ended_and_stays_down_is_started_again_at_once()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");
        var container = studio.Engine.Containers.Single();
        var again = new TaskCompletionSource();
        studio.Engine.OnStart = _ => again.TrySetResult();

        studio.Engine.Kill(container);

        // Long before the next look that comes by itself.
        await again.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        Assert.Same(container, Assert.Single(studio.Engine.Containers));
    }

    [Fact]
    public async Task What_nobody_wants_is_removed_and_what_is_live_is_not_touched()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        var live = await studio.LaunchAsync("web");
        var container = studio.Engine.Containers.Single();
        await studio.Engine.CreateAsync(container.Spec with { Name = "of a launch that is over" }, Stop);
        await studio.Engine.CreateAsync(
            Labelled(container, ContainerLabels.Service, "svc-01h0000000000000000000000r"),
            Stop
        );

        await studio.SweepAsync();

        var left = Assert.Single(studio.Engine.Containers);
        Assert.Equal(live.ContainerId, left.Id);
        Assert.Equal((ContainerStatus.Running, true), (left.Status, left.RestartsAlways));
        Assert.DoesNotContain(studio.Engine.Calls, call => call == $"stop {left.Spec.Name}");
    }

    [Fact]
    public async Task Containers_of_other_installations_and_of_nobody_are_not_touched()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");
        var container = studio.Engine.Containers.Single();
        await studio.Engine.CreateAsync(Labelled(container, ContainerLabels.Instance, "beef4567"), Stop);
        await studio.Engine.CreateAsync(
            container.Spec with
            {
                Name = "no service of ours",
                Labels = new Dictionary<string, string> { [ContainerLabels.Instance] = "cafe0123" },
            },
            Stop
        );
        studio.Engine.Calls.Clear();

        await studio.SweepAsync();

        Assert.Empty(studio.Engine.Calls);
        Assert.Equal(3, studio.Engine.Containers.Count());
    }

    [Fact]
    public async Task A_stopped_service_that_somebody_started_at_the_engine_is_stopped_again()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");
        await studio.StopAsync("web");
        var container = studio.Engine.Containers.Single();
        (container.Status, container.RestartsAlways) = (ContainerStatus.Running, true);

        await studio.SweepAsync();

        Assert.Equal((ContainerStatus.Exited, false), (container.Status, container.RestartsAlways));
    }

    [Fact]
    public async Task A_launch_under_way_is_left_alone()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        studio.Probe.Failure = "not yet.";
        await studio.StoreServiceAsync(with: web => web with { Health = new(new(8080, "/"), null, 60, 1, 10, 0) });
        var id = await studio.OrderAsync("web");
        await studio.UntilAsync(id, launch => launch.Step(LaunchStepName.WaitingHealthy).State == StepState.Running);

        await studio.SweepAsync();

        Assert.Equal(ContainerStatus.Running, Assert.Single(studio.Engine.Containers).Status);
    }

    [Fact]
    public async Task What_could_not_be_stopped_because_the_engine_went_away_is_stopped_when_it_is_back()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");
        await using (var database = studio.Databases.CreateDbContext())
        {
            (await database.Services.SingleAsync(Stop)).Stop();
            await database.SaveChangesAsync(Stop);
        }

        studio.Engine.Down = FakeEngine.Unavailable;
        await Assert.ThrowsAsync<EngineException>(studio.SweepAsync);
        studio.Engine.Down = null;
        await studio.SweepAsync();

        Assert.Equal(ContainerStatus.Exited, Assert.Single(studio.Engine.Containers).Status);
    }

    [Fact]
    public async Task One_container_that_the_engine_does_not_do_well_by_keeps_no_other_waiting()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        foreach (var name in (string[])["a", "b", "c"])
        {
            await studio.StoreServiceAsync(name);
            await studio.LaunchAsync(name);
        }

        foreach (var container in studio.Engine.Containers)
            container.Status = ContainerStatus.Exited;
        studio.Engine.OnStart = container =>
        {
            if (container.Spec.NetworkAlias == "b")
                throw new EngineException(EngineFailure.Conflict, "The port is taken.");
        };

        await studio.SweepAsync();

        Assert.All(
            studio.Engine.Containers.Where(container => container.Spec.NetworkAlias != "b"),
            container => Assert.Equal(ContainerStatus.Running, container.Status)
        );
    }

    [Fact]
    public async Task A_launch_whose_end_could_not_be_written_down_is_taken_up_again()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        await studio.StoreLaunchAsync("web", launch => launch.Begin(LaunchStepName.Creating, default));

        await studio.SweepAsync();

        Assert.Equal(LaunchState.Live, (await studio.EndOfLastAsync("web")).State);
    }

    static ContainerSpec Labelled(FakeContainer like, string label, string value) =>
        like.Spec with
        {
            Name = $"{label} {value}",
            Labels = new Dictionary<string, string>(like.Spec.Labels) { [label] = value },
        };
}
