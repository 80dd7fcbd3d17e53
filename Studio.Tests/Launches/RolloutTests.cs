using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Tests.Engine;
using static Studio.Tests.Launches.RolloutWorld;

namespace Studio.Tests.Launches;

/// <summary>Changed secrets come to the services that use them, one after the other.</summary>
public sealed class RolloutTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_service_begins_when_the_one_before_it_is_live()
    {
        await using var studio = await RunningAsync("one", "two", "three");
        var launches = await RollOutAsync(studio);

        Assert.Equal(["one", "three", "two"], await NamesAsync(studio, launches));
        Assert.All(
            launches,
            launch => Assert.Equal((LaunchState.Live, LaunchReason.Rollout), (launch.State, launch.Reason))
        );
        foreach (var (first, second) in launches.Zip(launches.Skip(1)))
            Assert.True(first.EndedAt <= second.Step(LaunchStepName.Resolving).StartedAt);
        Assert.Equal([New, New, New], Values(studio));
        Assert.Empty((await studio.GetServiceAsync("one")).State.Stale);
        Assert.Empty(await RollOutAsync(studio));
    }

    [Fact]
    public async Task The_first_failure_ends_it_and_that_service_and_those_after_it_go_on_as_they_were()
    {
        await using var studio = await RunningAsync("one", "two", "three");
        var failing = (await studio.GetServiceAsync("three")).Id;
        studio.Engine.OnStart = container => Fail(container, failing);

        var launches = await RollOutAsync(studio);

        Assert.Equal(
            [LaunchState.Live, LaunchState.Failed, LaunchState.Failed],
            launches.Select(launch => launch.State)
        );
        Assert.Equal("rollout-stopped", launches[2].ErrorCode);
        Assert.Equal([New, Old, Old], await ValuesByNameAsync(studio, "one", "three", "two"));
        foreach (var name in new[] { "three", "two" })
        {
            var state = (await studio.GetServiceAsync(name)).State;
            Assert.Equal((ServiceStatus.Running, "secrets:weather"), (state.Status, Assert.Single(state.Stale)));
        }

        await using var database = studio.Databases.CreateDbContext();
        var audited = await database.AuditEntries.OrderBy(entry => entry.Sequence).ToListAsync(Stop);
        Assert.Equal(
            "version 2, to one, three, two",
            audited.Single(entry => entry.Action == "secret-keys.roll-out").Detail
        );
        Assert.Equal(
            ["one ok", "three failed", "two failed"],
            audited
                .Where(entry => entry.Action == "service.launch.ended")
                .TakeLast(3)
                .Select(entry => $"{entry.SubjectName} {entry.Result}")
        );
    }

    [Fact]
    public async Task One_that_cannot_be_planned_keeps_all_of_it_from_beginning()
    {
        await using var studio = await RunningAsync("one");
        await studio.StoreServiceAsync(
            "two",
            "weather",
            definition => definition with { Bindings = [definition.Bindings[0] with { Only = ["SECOND"] }] }
        );
        await studio.LaunchAsync("two");
        await studio
            .Get<RemoveEntry>()
            .RunAsync(studio.Admin, studio.Databases.Project, "weather", "SECOND", null, Stop);
        studio.Engine.Calls.Clear();

        var refused = Assert.IsType<Refused>((await OrderAsync(studio)).Problem);

        Assert.Equal("missing-entry", refused.Code);
        Assert.StartsWith("two: ", refused.Message, StringComparison.Ordinal);
        Assert.Empty(studio.Engine.Calls);
        Assert.Equal(LaunchReason.Launch, (await studio.EndOfLastAsync("one")).Reason);
    }

    [Fact]
    public async Task A_rollout_goes_on_after_a_restart_of_studio()
    {
        await using var studio = await RunningAsync("one", "two");
        var (hold, reached) = (new TaskCompletionSource(), new TaskCompletionSource());
        studio.Engine.OnFindImage = async () =>
        {
            reached.TrySetResult();
            await hold.Task;
        };
        var order = OrderAsync(studio);
        await reached.Task;
        studio.Engine.OnFindImage = null;
        hold.SetResult();
        var ids = (await order).Value;
        await studio.StartAgainAsync();

        Assert.Equal(
            [LaunchState.Live, LaunchState.Live],
            (await EndsAsync(studio, ids)).Select(launch => launch.State)
        );
        Assert.Equal([New, New], Values(studio));
    }

    [Fact]
    public async Task Somebody_who_launches_one_of_them_meanwhile_does_not_stop_it()
    {
        await using var studio = await RunningAsync("one", "two", "three");
        var first = (await studio.GetServiceAsync("one")).Id;
        LaunchId? own = null;
        var begun = new TaskCompletionSource();
        studio.Engine.OnStart = container =>
        {
            if (container.Spec.Labels["studio.service"] == $"{first}" && own is null)
                container.Health = "starting";
            begun.TrySetResult();
        };
        studio.Engine.Registry[LaunchHarness.Image] = new FakeImage(FakeImage.DigestOf("app 1"), HasHealthCheck: true);
        var ids = (await OrderAsync(studio)).Value;
        await begun.Task;
        studio.Engine.OnStart = container => container.Health = "healthy";
        own = await studio.OrderAsync("two");
        Assert.Equal(LaunchState.Live, (await studio.EndOfAsync(own.Value)).State);
        foreach (var container in studio.Engine.Containers)
            container.Health = "healthy";

        var states = (await EndsAsync(studio, ids)).Select(launch => launch.State);
        Assert.Equal([LaunchState.Live, LaunchState.Live, LaunchState.Superseded], states);
        Assert.Equal([New, New, New], Values(studio));
    }

    [Fact]
    public async Task A_launch_keeps_its_versions_and_a_deleted_collection_can_be_rolled_back_to()
    {
        await using var studio = await RunningAsync("one");
        var first = await studio.EndOfLastAsync("one");
        for (var number = 3; number < 30; number++)
            await studio.ChangeKeysAsync("weather", "API_KEY", $"value-number-{number}");
        await studio.LaunchAsync("one");
        var deleted = await studio
            .Get<DeleteSecretKeys>()
            .RunAsync(studio.Admin, studio.Databases.Project, "weather", true, null, Stop);
        Assert.True(deleted.Succeeded);

        var back = await studio.EndOfAsync((await studio.RollBackAsync("one", first.Id)).Value);

        Assert.Equal(LaunchState.Live, back.State);
        Assert.Equal([Old], Values(studio));
    }

    [Fact(Timeout = 30_000)]
    public async Task Old_launches_go_with_the_versions_that_only_they_named()
    {
        await using var studio = await RunningAsync("one");
        var first = await studio.EndOfLastAsync("one");
        for (var number = 0; number < 25; number++)
            await studio.ChangeKeysAsync("weather", "API_KEY", $"value-number-{number}");
        await using (var database = studio.Databases.CreateDbContext())
        {
            // Ended long ago, all at another version.
            for (var number = 0; number < LaunchHistory.Kept; number++)
            {
                var old = new Launch(first.Project, first.Service, 1, "ann", TimeProvider.System.GetUtcNow());
                old.Resolved([new SecretVersion(first.SecretVersions[0].Id, "weather", 26)]);
                old.Fail("x", "y", [], TimeProvider.System.GetUtcNow());
                database.Add(old);
            }

            await database.SaveChangesAsync(Stop);
        }

        var last = await studio.LaunchAsync("one");
        await studio.UntilAsync(last.Id, launch => launch.State == LaunchState.Live);
        var keys = WireId.Parse<SecretKeysId>(first.SecretVersions[0].Id);
        while ((await studio.Get<ISecretUsage>().FindNamedVersionsAsync(keys, Stop)).Contains(1))
            await Task.Delay(10, Stop);

        await using var after = studio.Databases.CreateDbContext();
        Assert.Equal(LaunchHistory.Kept + 1, await after.Launches.CountAsync(Stop));
        while (await after.Set<SecretKeysVersion>().AnyAsync(version => version.Number == 1, Stop))
            await Task.Delay(10, Stop);
    }

    [Fact]
    public async Task Usage_tells_what_each_service_takes_and_the_versions_that_launches_name()
    {
        await using var studio = await RunningAsync("one");
        await studio.StoreServiceAsync(
            "two",
            "weather",
            definition => definition with { Bindings = [definition.Bindings[0] with { Only = ["SECOND"] }] }
        );
        var usage = (
            await studio.Get<GetSecretKeysUsage>().RunAsync(studio.Admin, studio.Databases.Project, "weather", Stop)
        ).Value;
        Assert.Equal(["one"], usage.Of("API_KEY").Select(user => user.Name));
        Assert.Equal(["one", "two"], usage.Of("SECOND").Select(user => user.Name));
        Assert.Equal([1], usage.NamedVersions);
    }

    [Fact]
    public async Task Who_may_not_launch_rolls_out_nothing()
    {
        await using var studio = await RunningAsync("one");
        var viewer = studio.Admin with { Permissions = Roles.Permissions(Role.Viewer) };
        Assert.IsType<Denied>(
            (await studio.Get<RollOutSecretKeys>().RunAsync(viewer, studio.Databases.Project, "weather", Stop)).Problem
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_comes_after_one_that_left_the_rollout_waits_for_the_one_before_it(bool deleted)
    {
        await using var studio = await RunningAsync("one", "two", "three");
        await HoldAsync(studio, "one");
        var ids = (await OrderAsync(studio)).Value;
        await studio.UntilAsync(ids[0], launch => launch.ContainerId is not null);

        if (deleted)
            await DeleteAsync(studio, "three");
        else
            await studio.LaunchAsync("three");
        // Time enough to begin, if it may.
        await Task.Delay(300, Stop);
        foreach (var container in studio.Engine.Containers)
            container.Health = "healthy";

        var (first, last) = (await EndAsync(studio, ids[0]), await EndAsync(studio, ids[2]));
        Assert.Equal((LaunchState.Live, LaunchState.Live), (first.State, last.State));
        Assert.True(first.EndedAt <= last.Step(LaunchStepName.Resolving).StartedAt);
    }

    [Fact]
    public async Task Who_comes_after_one_that_left_the_rollout_stops_with_the_one_before_it()
    {
        await using var studio = await RunningAsync("one", "two", "three");
        await HoldAsync(studio, "one");
        var ids = (await OrderAsync(studio)).Value;
        await studio.UntilAsync(ids[0], launch => launch.ContainerId is not null);
        await studio.LaunchAsync("three");

        foreach (var container in studio.Engine.Containers.Where(one => one.Health == "starting"))
            Fail(container);

        Assert.Equal(LaunchState.Failed, (await EndAsync(studio, ids[0])).State);
        Assert.Equal("rollout-stopped", (await EndAsync(studio, ids[2])).ErrorCode);
    }

    [Fact]
    public async Task A_launch_under_way_is_not_ended_by_a_rollout_whose_turn_for_it_may_never_come()
    {
        await using var studio = await RunningAsync("one", "two");
        await HoldAsync(studio, "two");
        var own = await studio.OrderAsync("two");
        await studio.UntilAsync(own, launch => launch.ContainerId is not null);

        var refused = Assert.IsType<Refused>((await OrderAsync(studio)).Problem);

        Assert.Equal("launch-under-way", refused.Code);
        Assert.Contains(": two.", refused.Message, StringComparison.Ordinal);
        foreach (var container in studio.Engine.Containers)
            container.Health = "healthy";
        Assert.Equal(LaunchState.Live, (await studio.EndOfAsync(own)).State);
        Assert.Equal(LaunchReason.Launch, (await studio.EndOfLastAsync("one")).Reason);
        Assert.Single((await OrderAsync(studio)).Value);
    }
}
