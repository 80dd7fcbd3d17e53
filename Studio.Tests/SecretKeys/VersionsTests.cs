using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using static Studio.Tests.SecretKeys.SecretKeysWorld;

namespace Studio.Tests.SecretKeys;

/// <summary>What is kept of the past, and how it comes back.</summary>
public sealed class VersionsTests
{
    [Fact]
    public async Task The_last_twenty_versions_are_kept()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "value-1"));
        await SetManyAsync(world, 2, 25);

        Assert.Equal(Enumerable.Range(6, 20).Reverse(), await NumbersAsync(world));
        Assert.Equal("value-6", await ValueAsync(world, keys.Id, 6));
        Assert.Equal("value-25", await ValueAsync(world, keys.Id, 25));
        Assert.IsType<Missing>((await world.OpenAsync((keys.Id, 5))).Problem);
        Assert.Equal(20, await RowsAsync(world));
    }

    [Fact]
    public async Task A_version_that_a_launch_names_is_kept_and_goes_with_it()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "value-1"), Entry("B", "b-value"));
        world.Usage.NamedVersions.Add(3);
        await SetManyAsync(world, 2, 30);

        Assert.Equal([.. Enumerable.Range(11, 20).Reverse(), 3], await NumbersAsync(world));
        Assert.Equal("value-3", await ValueAsync(world, keys.Id, 3));

        world.Usage.NamedVersions.Clear();
        await world.PruneAsync(keys.Id);
        Assert.DoesNotContain(3, await NumbersAsync(world));
        Assert.IsType<Missing>((await world.OpenAsync((keys.Id, 3))).Problem);
        // What never changed is part of every version.
        Assert.Equal(
            ["value-30", "b-value"],
            (await world.OpenAsync((keys.Id, 30))).Value.Select(entry => entry.Value.Reveal())
        );
    }

    [Fact]
    public async Task Deleting_keeps_what_launches_name_until_they_are_gone()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "value-1"));
        await SetManyAsync(world, 2, 4);
        world.Usage.NamedVersions.Add(2);
        Assert.True((await world.DeleteAsync(Administrator, "weather")).Succeeded);

        // It is gone for everybody, its name is free, and a rollback finds what it needs.
        Assert.IsType<Missing>((await world.GetAsync(Viewer, $"{keys.Id}")).Problem);
        Assert.Empty((await world.ListAsync(new PageRequest())).Value.Items);
        Assert.Empty(await world.PlanAsync(keys.Id));
        Assert.Equal("value-2", await ValueAsync(world, keys.Id, 2));
        Assert.IsType<Missing>((await world.OpenAsync((keys.Id, 4))).Problem);
        Assert.Equal(1, await RowsAsync(world));
        Assert.True((await world.CreateAsync(Administrator, "weather")).Succeeded);
        Assert.Contains("kept", (await world.AuditAsync())[^2].Detail, StringComparison.Ordinal);

        world.Usage.NamedVersions.Clear();
        await world.PruneAsync(keys.Id);
        Assert.Equal(0, await RowsAsync(world));
        Assert.IsType<Missing>((await world.OpenAsync((keys.Id, 2))).Problem);
    }

    [Fact]
    public async Task Deleted_collections_that_are_not_named_are_looked_at_only_when_all_are()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "value-1"));
        var other = await world.GivenAsync("other");
        world.Usage.NamedVersions.Add(1);
        Assert.True((await world.DeleteAsync(Administrator, "weather")).Succeeded);
        world.Usage.NamedVersions.Clear();

        await world.PruneAsync(other.Id);
        Assert.Equal(1, await RowsAsync(world));

        await world.Pruning.RunAsync([], allDeleted: true, TestContext.Current.CancellationToken);
        Assert.Equal(0, await RowsAsync(world));
    }

    [Fact]
    public async Task Pruning_reads_no_sealed_value()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "value-1"), Entry("B", "value-1"));
        world.Usage.NamedVersions.Add(1);
        await SetManyAsync(world, 2, 4);
        Assert.True((await world.DeleteAsync(Administrator, "weather")).Succeeded);
        world.Usage.NamedVersions.Clear();
        world.Usage.NamedVersions.Add(0);

        await using var database = world.Databases.CreateDbContext();
        var row = database.SecretKeys.IgnoreQueryFilters().Single(row => row.Id == keys.Id);
        await world.Pruning.PruneAsync(database, row, TestContext.Current.CancellationToken);

        var gone = database.ChangeTracker.Entries<SecretKeyEntry>().ToList();
        Assert.Equal(2, gone.Count);
        Assert.All(gone, entry => Assert.Empty(entry.Entity.SealedValue));
        await database.SaveChangesAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, await RowsAsync(world));
    }

    [Fact]
    public async Task Restoring_makes_a_new_version_with_the_old_values_and_opens_none()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync(
            "weather",
            Entry("A", "first-a"),
            Entry("B", "first-b"),
            Entry("C", "first-c")
        );
        await world.SetAsync(Administrator, "weather", Entry("A", "second-a"));
        await world.RemoveAsync(Administrator, "weather", "B");
        await world.SetAsync(Administrator, "weather", Entry("D", "first-d"));
        var opened = world.Vault.OpenedCount;

        var restored = await world.RestoreAsync(Administrator, "weather", 1);

        Assert.Equal(opened, world.Vault.OpenedCount);
        Assert.Equal(5, restored.Value.Version);
        Assert.Equal(
            ["A=first-a", "B=first-b", "C=first-c"],
            (await world.OpenAsync((keys.Id, 5))).Value.Select(entry => $"{entry.Name}={entry.Value.Reveal()}")
        );
        var version = (await world.VersionsAsync("weather")).Value.Items[0];
        Assert.Equal(1, version.Restored);
        Assert.Equal(
            "version 5, restored from 1; added B; changed A; removed D",
            (await world.AuditAsync())[^1].Detail
        );
        // And back again.
        Assert.Equal(6, (await world.RestoreAsync(Administrator, "weather", 4)).Value.Version);
        Assert.Equal("second-a", await ValueAsync(world, keys.Id, 6));
    }

    [Fact]
    public async Task Restoring_what_is_there_already_changes_nothing()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "first-a"));
        Assert.Equal(1, (await world.RestoreAsync(Administrator, "weather", 1)).Value.Version);
        Assert.Equal(new Missing("Version 2"), (await world.RestoreAsync(Administrator, "weather", 2)).Problem);
        Assert.IsType<Denied>((await world.RestoreAsync(Viewer, "weather", 1)).Problem);
    }

    [Fact]
    public async Task A_place_in_the_vault_is_not_used_again_after_pruning()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "first-a"), Entry("B", "b-value"));
        await world.RemoveAsync(Administrator, "weather", "A");
        foreach (var number in Enumerable.Range(3, 25))
            await world.SetAsync(Administrator, "weather", Entry("B", $"b-value-{number}"));
        await world.SetAsync(Administrator, "weather", Entry("A", "second-a"));

        await using var database = world.Databases.CreateDbContext();
        var row = database.Set<SecretKeyEntry>().Single(entry => entry.Name == "A");
        Assert.Equal((1, 28), (row.Version, row.ValueVersion));
        Assert.Equal("second-a", await ValueAsync(world, keys.Id, 28));
    }

    static async Task SetManyAsync(SecretKeysWorld world, int first, int last)
    {
        for (var number = first; number <= last; number++)
            Assert.Equal(
                number,
                (await world.SetAsync(Administrator, "weather", Entry("A", $"value-{number}"))).Value.Version
            );
    }

    static async Task<IEnumerable<int>> NumbersAsync(SecretKeysWorld world) =>
        (await world.VersionsAsync("weather")).Value.Items.Select(version => version.Number);

    static async Task<string> ValueAsync(SecretKeysWorld world, SecretKeysId id, int version) =>
        (await world.OpenAsync((id, version))).Value[0].Value.Reveal();

    static async Task<int> RowsAsync(SecretKeysWorld world)
    {
        await using var database = world.Databases.CreateDbContext();
        return database.Set<SecretKeyEntry>().Count();
    }
}
