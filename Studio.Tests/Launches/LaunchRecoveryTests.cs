using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Tests.Engine;

namespace Studio.Tests.Launches;

/// <summary>Launches that something comes in between.</summary>
public sealed class LaunchRecoveryTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_launch_that_is_taken_up_while_it_is_being_ordered_is_not_ended_by_its_own_order()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var service = await studio.StoreServiceAsync();
        TaskCompletionSource begun = new(),
            ordered = new();
        studio.Engine.OnFindImage = () =>
        {
            begun.TrySetResult();
            return ordered.Task;
        };
        LaunchId launch = default;
        await studio.StoreLaunchAsync("web", stored => launch = stored.Id);

        await studio.SweepAsync();
        await begun.Task;
        // What the order does once it has stored its launch.
        studio.Get<LaunchQueue>().EndOf(service.Id, but: launch);
        ordered.SetResult();

        Assert.Equal(LaunchState.Live, (await studio.EndOfAsync(launch)).State);
    }

    [Fact]
    public async Task What_was_not_foreseen_fails_the_launch_and_what_ran_before_runs_again()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: WithFixedPort);
        var first = await studio.LaunchAsync("web");
        studio.Engine.OnStart = Only(first, _ => throw new InvalidOperationException("nobody thought of this"));

        var second = await studio.LaunchAsync("web");

        Assert.Equal((LaunchState.Failed, "internal"), (second.State, second.ErrorCode));
        AssertRunsAlone(studio, first);
    }

    [Fact]
    public async Task A_container_that_is_removed_from_outside_while_it_starts_does_not_keep_the_old_one_down()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: WithFixedPort);
        var first = await studio.LaunchAsync("web");
        studio.Engine.OnStart = Only(first, container => studio.Engine.RemoveAsync(container.Id, Stop));

        var second = await studio.LaunchAsync("web");

        Assert.EndsWith("What ran before runs again.", second.Error);
        AssertRunsAlone(studio, first);
    }

    [Fact]
    public async Task With_the_engine_gone_in_the_middle_a_launch_waits_and_goes_on_when_it_is_back()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        studio.Engine.OnStart = _ =>
        {
            studio.Engine.OnStart = _ => { };
            studio.Engine.Down = FakeEngine.Unavailable;
            throw FakeEngine.Unavailable;
        };
        var id = await studio.OrderAsync("web");
        var waiting = await studio.UntilAsync(
            id,
            launch =>
                launch.Step(LaunchStepName.Resolving).Detail?.Contains("waiting for it", StringComparison.Ordinal)
                == true
        );
        Assert.Equal(LaunchState.Queued, waiting.State);
        Assert.Contains("waiting for it", waiting.Step(LaunchStepName.Resolving).Detail);

        studio.Engine.Down = null;

        Assert.Equal(LaunchState.Live, (await studio.EndOfAsync(id)).State);
        Assert.Single(studio.Engine.Containers);
    }

    [Fact]
    public async Task A_launch_that_was_cut_off_after_the_old_container_was_stopped_brings_it_back_when_it_fails()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        await studio.StoreServiceAsync(with: WithFixedPort);
        var live = await studio.OrderAsync("web");
        await studio.StartAsync();
        var first = await studio.EndOfAsync(live);
        await studio.StopQueueAsync();
        var old = studio.Engine.Containers.Single();
        (old.Status, old.RestartsAlways) = (ContainerStatus.Exited, false);
        studio.Engine.OnStart = Only(first, container => container.Status = ContainerStatus.Exited);
        await studio.StoreLaunchAsync("web", launch => launch.Begin(LaunchStepName.Starting, default));

        await studio.StartAgainAsync();
        var second = await studio.EndOfLastAsync("web");

        Assert.Equal(LaunchState.Failed, second.State);
        AssertRunsAlone(studio, first);
    }

    [Fact]
    public async Task A_launch_that_was_cut_off_is_not_done_over_a_newer_one()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        await studio.StoreServiceAsync();
        var older = await studio.OrderAsync("web");
        var newer = await studio.OrderAsync("web");

        await studio.StartAsync();

        Assert.Equal(LaunchState.Superseded, (await studio.EndOfAsync(older)).State);
        AssertRunsAlone(studio, await studio.EndOfAsync(newer));
    }

    [Fact]
    public async Task A_launch_that_was_cut_off_is_not_done_when_the_service_was_stopped_since()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        await studio.StoreServiceAsync();
        var id = await studio.OrderAsync("web");
        await studio.StopAsync("web");

        await studio.StartAsync();

        Assert.Equal("stopped", (await studio.EndOfAsync(id)).ErrorCode);
        Assert.Empty(studio.Engine.Containers);
    }

    [Fact]
    public async Task Stopping_ends_a_launch_under_way()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: NeverHealthy(studio));
        var id = await studio.OrderAsync("web");
        await studio.UntilAsync(id, launch => launch.Step(LaunchStepName.WaitingHealthy).State == StepState.Running);

        await studio.StopAsync("web");

        Assert.Equal(
            (LaunchState.Failed, "stopped"),
            await studio.EndOfAsync(id) is var end ? (end.State, end.ErrorCode) : default
        );
        Assert.Empty(studio.Engine.Containers);
    }

    [Fact]
    public async Task A_newer_launch_ends_one_under_way()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: NeverHealthy(studio));
        var older = await studio.OrderAsync("web");
        await studio.UntilAsync(older, launch => launch.Step(LaunchStepName.WaitingHealthy).State == StepState.Running);
        studio.Probe.Failure = null;
        var newer = await studio.LaunchAsync("web");

        Assert.Equal(LaunchState.Live, newer.State);
        var end = await studio.EndOfAsync(older);
        Assert.Equal((LaunchState.Superseded, null), (end.State, end.Error));
        // It gave way, and did not come to life first.
        Assert.Equal(StepState.Skipped, end.Step(LaunchStepName.WaitingHealthy).State);
        AssertRunsAlone(studio, newer);
    }

    [Fact]
    public async Task Deleting_a_service_in_the_middle_of_its_launch_leaves_no_container()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: NeverHealthy(studio));
        var id = await studio.OrderAsync("web");
        await studio.UntilAsync(id, launch => launch.Step(LaunchStepName.WaitingHealthy).State == StepState.Running);

        var deleted = await studio
            .Get<DeleteService>()
            .RunAsync(studio.Admin, studio.Databases.Project, "web", null, Stop);

        Assert.True(deleted.Succeeded);
        Assert.Empty(studio.Engine.Containers);
        await using var database = studio.Databases.CreateDbContext();
        Assert.Empty(await database.Launches.ToListAsync(Stop));
    }

    [Fact]
    public async Task Launches_that_wait_for_health_take_nobodys_place()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        studio.Probe.Failure = "not yet.";
        for (var number = 0; number < 10; number++)
        {
            await studio.StoreServiceAsync($"slow-{number}", with: NeverHealthy(studio));
            await studio.OrderAsync($"slow-{number}");
        }

        await studio.StoreServiceAsync("quick");

        Assert.Equal(LaunchState.Live, (await studio.LaunchAsync("quick")).State);
    }

    static ServiceDefinition WithFixedPort(ServiceDefinition web) =>
        web with
        {
            Ports = [new(8080, 18080, "127.0.0.1", "tcp")],
        };

    static Func<ServiceDefinition, ServiceDefinition> NeverHealthy(LaunchHarness studio)
    {
        studio.Probe.Failure = "not yet.";
        return web => web with { Health = new(new(8080, "/"), null, 60, 1, 10, 0) };
    }

    /// <summary>Happens to every container but that of the launch that is live already.</summary>
    static Action<FakeContainer> Only(Launch live, Action<FakeContainer> happens) =>
        container =>
        {
            if (container.Spec.Labels[ContainerLabels.Launch] != $"{live.Id}")
                happens(container);
        };

    static void AssertRunsAlone(LaunchHarness studio, Launch launch)
    {
        var container = Assert.Single(studio.Engine.Containers);
        Assert.Equal($"{launch.Id}", container.Spec.Labels[ContainerLabels.Launch]);
        Assert.Equal((ContainerStatus.Running, true), (container.Status, container.RestartsAlways));
    }
}
