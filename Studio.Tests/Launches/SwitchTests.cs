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
}
