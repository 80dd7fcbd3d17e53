using Microsoft.EntityFrameworkCore;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Tests.Engine;

namespace Studio.Tests.Launches;

/// <summary>Containers that are removed from outside.</summary>
public sealed class RecoveryTests
{
    const int OneMinute = 60_000;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = OneMinute)]
    public async Task A_container_that_is_removed_from_outside_is_made_anew_at_once_with_what_it_had()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("weather", ("API_KEY", "old-value-0123456789"));
        await studio.StoreServiceAsync(keys: "weather");
        var live = await studio.LaunchAsync("web");
        await studio.ChangeKeysAsync("weather", "API_KEY", "new-value-0123456789");
        studio.Engine.Registry[LaunchHarness.Image] = new FakeImage(FakeImage.DigestOf("app 2"));
        var again = new TaskCompletionSource();
        studio.Engine.OnStart = _ => again.TrySetResult();

        studio.Engine.Lose(Assert.Single(studio.Engine.Containers));

        // Long before the next look that comes by itself.
        await again.Task.WaitAsync(TimeSpan.FromSeconds(20), Stop);
        var launch = await studio.EndOfLastAsync("web");
        Assert.Equal((LaunchState.Live, LaunchReason.Recovery), (launch.State, launch.Reason));
        Assert.Equal(
            (live.Id, live.ImageDigest, "studio"),
            (launch.Pattern!.Value, launch.ImageDigest, launch.StartedBy)
        );
        var variable = Assert.Single(Assert.Single(studio.Engine.Containers).Spec.Environment);
        Assert.Equal("old-value-0123456789", variable.Value.Reveal());
    }

    [Fact(Timeout = OneMinute)]
    public async Task What_fails_is_tried_again_as_the_same_launch_and_not_at_once()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        var live = await studio.LaunchAsync("web");
        studio.Engine.OnStart = container => container.Status = ContainerStatus.Exited;
        studio.Engine.Lose(Assert.Single(studio.Engine.Containers));
        var id = live.Id;
        while (id == live.Id)
            id = await LastAsync(studio);
        var failed = await studio.UntilAsync(id, launch => launch.State == LaunchState.Failed);

        studio.Engine.OnStart = _ => { };

        // The first pause is a second; the reconciler wakes by itself.
        var launch = await studio.UntilAsync(failed.Id, launch => launch.State == LaunchState.Live);
        Assert.Null(launch.Error);
        await using var database = studio.Databases.CreateDbContext();
        Assert.Equal(2, await database.Launches.CountAsync(Stop));
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_stopped_service_whose_container_is_removed_stays_stopped()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        var live = await studio.LaunchAsync("web");
        await studio.StopAsync("web");
        studio.Engine.Lose(Assert.Single(studio.Engine.Containers));

        await studio.SweepAsync();

        Assert.Equal(live.Id, (await studio.EndOfLastAsync("web")).Id);
        Assert.Empty(studio.Engine.Containers);
    }

    [Fact(Timeout = OneMinute)]
    public async Task What_is_stopped_while_it_is_about_to_be_made_anew_stays_stopped()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        var live = await studio.LaunchAsync("web");

        await RecoverWhileAsync(studio, () => studio.StopAsync("web"));

        Assert.Equal(live.Id, await LastAsync(studio));
        Assert.Equal(ServiceStatus.Stopped, (await studio.GetServiceAsync("web")).State.Status);
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_launch_that_somebody_orders_while_it_is_about_to_be_made_anew_comes_to_life()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");
        LaunchId ordered = default;

        await RecoverWhileAsync(studio, async () => ordered = await studio.OrderAsync("web"));

        Assert.Equal(LaunchState.Live, (await studio.EndOfAsync(ordered)).State);
        Assert.Equal(ordered, await LastAsync(studio));
    }

    [Fact(Timeout = OneMinute)]
    public async Task What_is_stopped_while_it_is_about_to_be_tried_again_stays_stopped()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var failed = await FailToRecoverAsync(studio);

        await TryAgainWhileAsync(studio, () => studio.StopAsync("web"));

        Assert.Equal(ServiceStatus.Stopped, (await studio.GetServiceAsync("web")).State.Status);
        Assert.Equal(LaunchState.Failed, (await studio.EndOfAsync(failed)).State);
        Assert.Empty(studio.Engine.Containers);
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_launch_that_somebody_orders_while_it_is_about_to_be_tried_again_comes_to_life()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var failed = await FailToRecoverAsync(studio);
        LaunchId ordered = default;

        await TryAgainWhileAsync(studio, async () => ordered = await studio.OrderAsync("web"));

        Assert.Equal(LaunchState.Live, (await studio.EndOfAsync(ordered)).State);
        Assert.Equal(ordered, await LastAsync(studio));
        Assert.Equal(LaunchState.Failed, (await studio.EndOfAsync(failed)).State);
    }

    [Fact(Timeout = OneMinute)]
    public async Task A_launch_under_way_sees_to_it_itself()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: web => web with { Health = new(new(8080, "/"), null, 60, 1, 10, 0) });
        await studio.LaunchAsync("web");
        var old = Assert.Single(studio.Engine.Containers);
        studio.Probe.Failure = "not yet.";
        var id = await studio.OrderAsync("web");
        await studio.UntilAsync(id, launch => launch.Step(LaunchStepName.WaitingHealthy).State == StepState.Running);
        studio.Engine.Lose(old);

        await studio.SweepAsync();

        Assert.Equal(id, await LastAsync(studio));
        studio.Probe.Failure = null;
        Assert.Equal(LaunchState.Live, (await studio.EndOfAsync(id)).State);
    }

    /// <summary>Loses the container, and does something when the way to make it anew is being planned.</summary>
    static async Task RecoverWhileAsync(LaunchHarness studio, Func<Task> meanwhile)
    {
        // It would look at the same time.
        await studio.Get<Reconciler>().StopAsync(Stop);
        studio.Engine.OnFindImage = () =>
        {
            studio.Engine.OnFindImage = null;
            return meanwhile();
        };
        studio.Engine.Lose(Assert.Single(studio.Engine.Containers));

        await studio.SweepAsync();

        Assert.Null(studio.Engine.OnFindImage);
    }

    /// <summary>Loses the container, and does not get another one to run.</summary>
    /// <returns>The launch that failed.</returns>
    static async Task<LaunchId> FailToRecoverAsync(LaunchHarness studio)
    {
        await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");
        // It would try again by itself, before the test is ready for it.
        await studio.Get<Reconciler>().StopAsync(Stop);
        studio.Engine.OnStart = container => container.Status = ContainerStatus.Exited;
        studio.Engine.Lose(Assert.Single(studio.Engine.Containers));
        await studio.SweepAsync();
        var failed = await studio.EndOfLastAsync("web");
        Assert.Equal((LaunchState.Failed, LaunchReason.Recovery), (failed.State, failed.Reason));
        studio.Engine.OnStart = _ => { };
        return failed.Id;
    }

    /// <summary>Does something when what failed has been read, and its next try is not stored yet.</summary>
    static async Task TryAgainWhileAsync(LaunchHarness studio, Func<Task> meanwhile)
    {
        studio.Engine.OnFindContainer = () =>
        {
            studio.Engine.OnFindContainer = null;
            return meanwhile();
        };

        // A new start remembers no pause: its first look tries again.
        await studio.StartAgainAsync();

        Assert.Null(studio.Engine.OnFindContainer);
    }

    static async Task<LaunchId> LastAsync(LaunchHarness studio)
    {
        await using var database = studio.Databases.CreateDbContext();
        return (await database.Services.SingleAsync(Stop)).LastLaunch!.Value;
    }
}
