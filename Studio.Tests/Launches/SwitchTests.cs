using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using static Studio.Tests.Launches.RolloutWorld;

namespace Studio.Tests.Launches;

/// <summary>Services bind another collection in the place of one.</summary>
public sealed class SwitchTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_switch_binds_the_other_collection_and_launches_what_runs()
    {
        await using var studio = await RunningAsync("one", "two");
        await studio.StopAsync("two");
        await studio.StoreKeysAsync("weather-2", ("API_KEY", New), ("SECOND", "second-value-0123456"));

        var done = (await SwitchAsync(studio, "weather-2")).Value;

        Assert.Equal(["one", "two"], done.Services);
        Assert.Equal(LaunchState.Live, Assert.Single(await EndsAsync(studio, done.Launches)).State);
        Assert.Equal([New], Values(studio).Distinct());
        Assert.Equal(
            (2, 2),
            ((await studio.GetServiceAsync("one")).Revision, (await studio.GetServiceAsync("two")).Revision)
        );
        // Nothing uses the old one any more: it goes without force.
        await studio.LaunchAsync("two");
        var deleted = await studio
            .Get<DeleteSecretKeys>()
            .RunAsync(studio.Admin, studio.Databases.Project, "weather", false, null, Stop);
        Assert.True(deleted.Succeeded, deleted.Problem?.Message);
    }

    [Fact]
    public async Task A_switch_to_what_lacks_an_entry_changes_nothing()
    {
        await using var studio = await RunningAsync("one");
        await studio.StoreServiceAsync(
            "two",
            "weather",
            definition => definition with { Bindings = [definition.Bindings[0] with { Only = ["SECOND"] }] }
        );
        await studio.LaunchAsync("two");
        await studio.StoreKeysAsync("weather-2", ("API_KEY", New));

        Assert.Equal("missing-entry", (await SwitchAsync(studio, "weather-2")).Problem?.Code);
        Assert.Equal("invalid", (await SwitchAsync(studio, "weather")).Problem?.Code);
        Assert.Equal("invalid", (await SwitchAsync(studio, "nothing")).Problem?.Code);

        Assert.Equal(1, (await studio.GetServiceAsync("one")).Revision);
        Assert.Equal(1, (await studio.GetServiceAsync("two")).Revision);
    }

    [Fact]
    public async Task A_switch_that_stopped_is_taken_up_again()
    {
        await using var studio = await RunningAsync("one", "two", "three");
        await StoreNextAsync(studio);
        var failing = (await studio.GetServiceAsync("three")).Id;
        studio.Engine.OnStart = container => Fail(container, failing);
        var stopped = (await SwitchAsync(studio, "weather-2")).Value;
        Assert.Equal(
            [LaunchState.Live, LaunchState.Failed, LaunchState.Failed],
            (await EndsAsync(studio, stopped.Launches)).Select(launch => launch.State)
        );
        studio.Engine.OnStart = _ => { };

        var done = (await SwitchAsync(studio, "weather-2")).Value;

        Assert.Equal(["three", "two"], done.Services);
        Assert.Equal(
            [LaunchState.Live, LaunchState.Live],
            (await EndsAsync(studio, done.Launches)).Select(launch => launch.State)
        );
        Assert.Equal([New, New, New], Values(studio));
        Assert.Equal(2, (await studio.GetServiceAsync("two")).Revision);
        Assert.Empty((await SwitchAsync(studio, "weather-2")).Value.Services);
    }

    [Fact]
    public async Task A_switch_launches_nothing_that_somebody_has_stored_and_not_launched()
    {
        await using var studio = await RunningAsync("one", "two");
        await StoreNextAsync(studio);
        var edited = (await studio.GetServiceAsync("two")).Definition with { Description = "edited" };
        var saved = await studio
            .Get<UpdateService>()
            .RunAsync(
                studio.Admin,
                studio.Databases.Project,
                "two",
                new ServiceDraft(edited, null, ["weather"]),
                null,
                Stop
            );
        Assert.True(saved.Succeeded, saved.Problem?.Message);

        var refused = Assert.IsType<Refused>((await SwitchAsync(studio, "weather-2")).Problem);

        Assert.Equal("unlaunched-changes", refused.Code);
        Assert.Contains(": two.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await studio.GetServiceAsync("one")).Revision);
        await studio.LaunchAsync("two");
        Assert.Equal(2, (await SwitchAsync(studio, "weather-2")).Value.Launches.Count);
    }

    [Fact]
    public async Task What_is_deleted_while_a_switch_to_it_is_planned_is_not_bound()
    {
        await using var studio = await RunningAsync("one");
        await StoreNextAsync(studio);
        studio.Engine.OnFindImage = async () =>
        {
            studio.Engine.OnFindImage = null;
            await studio
                .Get<DeleteSecretKeys>()
                .RunAsync(studio.Admin, studio.Databases.Project, "weather-2", false, null, Stop);
        };

        var refused = Assert.IsType<Invalid>((await SwitchAsync(studio, "weather-2")).Problem);

        Assert.Equal("to", Assert.Single(refused.Errors).Field);
        Assert.Equal(1, (await studio.GetServiceAsync("one")).Revision);
        Assert.Equal(LaunchReason.Launch, (await studio.EndOfLastAsync("one")).Reason);
    }

    [Fact]
    public async Task A_stopped_service_that_would_lack_an_entry_is_not_switched_either()
    {
        await using var studio = await RunningAsync("one");
        await studio.StoreServiceAsync(
            "two",
            "weather",
            definition => definition with { Bindings = [definition.Bindings[0] with { Only = ["SECOND"] }] }
        );
        await studio.StoreKeysAsync("weather-2", ("API_KEY", New));

        var refused = Assert.IsType<Refused>((await SwitchAsync(studio, "weather-2")).Problem);

        Assert.Equal("missing-entry", refused.Code);
        Assert.StartsWith("two: ", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, (await studio.GetServiceAsync("one")).Revision);
    }

    static Task StoreNextAsync(LaunchHarness studio) =>
        studio.StoreKeysAsync("weather-2", ("API_KEY", New), ("SECOND", "second-value-0123456"));
}
