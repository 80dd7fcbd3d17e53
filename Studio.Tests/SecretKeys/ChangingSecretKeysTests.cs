using Studio.Domain.Common;
using Studio.Domain.Storage;
using static Studio.Tests.SecretKeys.SecretKeysWorld;

namespace Studio.Tests.SecretKeys;

public sealed class ChangingSecretKeysTests
{
    [Fact]
    public async Task A_new_collection_shows_previews_and_warns_of_short_values()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync(
            "weather",
            Entry("WEATHER_API_KEY", "0123456789abcdefa1b2"),
            Entry("PIN", "1234")
        );

        Assert.Equal(1, keys.Version);
        Assert.Equal(["PIN", "WEATHER_API_KEY"], keys.Entries.Select(entry => entry.Name));
        Assert.Equal("••••••••a1b2", keys.Entries[1].Preview.Text);
        Assert.Equal(20, keys.Entries[1].Preview.Bytes);
        Assert.Equal("PIN is shorter than 8 bytes: it cannot be hidden in logs.", Assert.Single(keys.Warnings));
    }

    [Fact]
    public async Task An_entry_without_a_value_keeps_it_and_one_that_is_not_named_goes()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "value-of-a"), Entry("B", "value-of-b"));
        var expiry = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

        var updated = await world.UpdateAsync(
            Administrator,
            "weather",
            "climate",
            [Entry("A", null) with { ExpiresAt = expiry }, Entry("C", "value-of-c")]
        );

        Assert.Equal(["A", "C"], updated.Value.Entries.Select(entry => entry.Name));
        Assert.Equal((2, 2), (updated.Value.Version, updated.Value.Entries[0].Version));
        Assert.Equal(expiry, updated.Value.Entries[0].ExpiresAt);
        Assert.Equal("climate", updated.Value.Name);
        Assert.Equal("about the weather", updated.Value.Description);
        Assert.Equal(["value-of-a", "value-of-c"], await ValuesAsync(world, keys.Id, 2));
        Assert.Equal(["value-of-a", "value-of-b"], await ValuesAsync(world, keys.Id, 1));
    }

    [Fact]
    public async Task What_was_read_can_be_sent_back_without_making_a_version()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "value-of-a"));
        var first = await world.UpdateAsync(Administrator, "weather", "weather", [Entry("A", null)]);
        var second = await world.UpdateAsync(Administrator, "weather", "weather", [Entry("A", null)]);
        Assert.Equal((2, 2), (first.Value.Version, second.Value.Version));
    }

    [Fact]
    public async Task An_entry_that_comes_back_is_sealed_to_a_new_place()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "first-value"));
        await world.RemoveAsync(Administrator, "weather", "A");
        var back = await world.SetAsync(Administrator, "weather", Entry("A", "second-value"));

        Assert.Equal((3, 2), (back.Value.Version, back.Value.Entries[0].Version));
        Assert.Equal(["first-value"], await ValuesAsync(world, keys.Id, 1));
        Assert.Empty(await ValuesAsync(world, keys.Id, 2));
        Assert.Equal(["second-value"], await ValuesAsync(world, keys.Id, 3));
    }

    [Fact]
    public async Task A_change_to_another_version_than_the_stored_one_is_stale()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "value-of-a"));
        await world.SetAsync(Administrator, "weather", Entry("A", "another-value"), version: 1);

        var stale = (2, "A");
        var entry = Entry("A", "third-value");
        Assert.Equal(stale, StaleOf(await world.SetAsync(Administrator, "weather", entry, version: 1)));
        Assert.Equal(stale, StaleOf(await world.RemoveAsync(Administrator, "weather", "A", version: 1)));
        Assert.Equal(stale, StaleOf(await world.UpdateAsync(Administrator, "weather", "weather", [entry], version: 1)));
        Assert.Equal(stale, StaleOf(await world.DeleteAsync(Administrator, "weather", version: 1)));
    }

    /// <summary>The version that is stored, and what was changed since the caller looked.</summary>
    static (int, string) StaleOf<T>(Result<T> refused) =>
        Assert.IsType<Stale>(refused.Problem) is var stale ? (stale.Current, string.Join(' ', stale.Changed)) : default;

    [Fact]
    public async Task People_who_set_different_entries_at_the_same_time_do_not_refuse_each_other()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather");
        var results = await AtOnceAsync(
            world,
            20,
            n => world.SetAsync(Administrator, "weather", Entry($"E{n}", $"value-{n}"))
        );
        Assert.All(results, result => Assert.True(result.Succeeded));
        Assert.Equal(20, (await world.GetAsync(Viewer, "weather")).Value.Entries.Count);
    }

    [Fact]
    public async Task A_name_is_taken_once_also_in_a_race_and_by_a_rename()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var results = await AtOnceAsync(world, 8, _ => world.CreateAsync(Administrator, "weather"));
        Assert.Single(results, result => result.Succeeded);
        Assert.Equal(7, results.Count(result => result.Problem == new NameTaken("weather")));

        await world.GivenAsync("climate");
        var renamed = await world.UpdateAsync(Administrator, "climate", "weather", null);
        Assert.Equal(new NameTaken("weather"), renamed.Problem);
    }

    [Fact]
    public async Task Deleting_what_services_use_names_them_and_takes_force()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "value-of-a"));
        world.Usage.Users.Add((keys.Id, new("svc-1", "web", Running: true, 1)));
        world.Usage.Users.Add((keys.Id, new("svc-2", "job", Running: false, null)));

        var refused = Assert.IsType<InUse>((await world.DeleteAsync(Administrator, "weather")).Problem);
        Assert.Equal(["web", "job"], refused.Users);
        Assert.StartsWith("2 services use it, 1 running.", refused.Message);

        Assert.True((await world.DeleteAsync(Administrator, "weather", force: true)).Succeeded);
        Assert.Equal("missing", (await world.GetAsync(Viewer, "weather")).Problem?.Code);
        Assert.Equal("missing", (await world.OpenAsync((keys.Id, 1))).Problem?.Code);
    }

    [Fact]
    public async Task Versions_say_who_changed_what_newest_first()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "value-of-a"), Entry("B", "value-of-b"));
        await world.UpdateAsync(
            Administrator,
            "weather",
            "weather",
            [Entry("A", "a-new-one"), Entry("C", "value-of-c")]
        );

        var newest = (await world.VersionsAsync("weather")).Value.Items[0];
        Assert.Equal((2, "ann@example.com"), (newest.Number, newest.By));
        Assert.Equal("version 2; added C; changed A; removed B", newest.Describe());
        Assert.Equal("version 2; added C; changed A; removed B", (await world.AuditAsync())[^1].Detail);
    }

    [Fact]
    public async Task A_viewer_cannot_change_anything_and_every_attempt_is_audited()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "value-of-a"));
        var before = (await world.AuditAsync()).Count;

        Assert.IsType<Denied>((await world.CreateAsync(Viewer, "other")).Problem);
        Assert.IsType<Denied>((await world.UpdateAsync(Viewer, "weather", "weather", [])).Problem);
        Assert.IsType<Denied>((await world.SetAsync(Viewer, "weather", Entry("A", "x"))).Problem);
        Assert.IsType<Denied>((await world.RemoveAsync(Viewer, "weather", "A")).Problem);
        Assert.IsType<Denied>((await world.DeleteAsync(Viewer, "weather")).Problem);
        Assert.All((await world.AuditAsync()).Skip(before), entry => Assert.Equal("refused", entry.Result));
        Assert.Equal(before + 5, (await world.AuditAsync()).Count);
    }

    [Fact]
    public async Task Who_is_limited_to_another_project_finds_nothing()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather");
        Assert.IsType<Missing>((await world.GetAsync(Stranger, "weather")).Problem);
        Assert.IsType<Missing>((await world.DeleteAsync(Stranger, "weather")).Problem);
        Assert.IsType<Missing>((await world.CreateAsync(Stranger, "other")).Problem);
    }

    [Fact]
    public async Task While_sealed_previews_are_bare_masks_and_nothing_is_written()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "value-of-a"));
        world.Databases.Gate.Sealed = true;
        await Assert.ThrowsAsync<SealedException>(() => world.SetAsync(Administrator, "weather", Entry("A", "x")));
        await Assert.ThrowsAsync<SealedException>(() => world.DeleteAsync(Administrator, "weather"));
    }

    /// <summary>None can save before all have looked: SQLite answers at once, so each of them is at the gate when it returns.</summary>
    static async Task<T[]> AtOnceAsync<T>(SecretKeysWorld world, int count, Func<int, Task<T>> act)
    {
        List<Task<T>> acts;
        using (await world.Databases.Gate.EnterAsync(TestContext.Current.CancellationToken))
            acts = [.. Enumerable.Range(0, count).Select(act)];
        return await Task.WhenAll(acts);
    }

    static async Task<IEnumerable<string>> ValuesAsync(
        SecretKeysWorld world,
        Domain.SecretKeys.SecretKeysId id,
        int version
    ) => (await world.OpenAsync((id, version))).Value.Select(entry => entry.Value.Reveal());
}
