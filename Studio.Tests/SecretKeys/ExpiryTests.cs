using static Studio.Tests.SecretKeys.SecretKeysWorld;

namespace Studio.Tests.SecretKeys;

public sealed class ExpiryTests
{
    [Fact]
    public async Task What_expires_is_said_once_before_and_once_after()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var now = world.Clock.Now;
        await world.GivenAsync(
            "weather",
            Entry("SOON", "value-1") with
            {
                ExpiresAt = now.AddDays(20),
            },
            Entry("LATER", "value-2") with
            {
                ExpiresAt = now.AddDays(400),
            },
            Entry("NEVER", "value-3")
        );
        await world.RemindAsync();
        Assert.Empty(await RemindersAsync(world));

        world.Clock.Now = now.AddDays(7);
        await world.RemindAsync();
        await world.RemindAsync();
        Assert.Equal(["secret-keys.expiring: SOON"], await RemindersAsync(world));

        world.Clock.Now = now.AddDays(21);
        await world.RemindAsync();
        await world.RemindAsync();
        Assert.Equal(["secret-keys.expiring: SOON", "secret-keys.expired: SOON"], await RemindersAsync(world));

        // A new value with a new end is spoken of anew.
        await world.SetAsync(Administrator, "weather", Entry("SOON", "value-4") with { ExpiresAt = now.AddDays(25) });
        await world.RemindAsync();
        Assert.Equal(3, (await RemindersAsync(world)).Count);
    }

    [Fact]
    public async Task The_list_has_the_most_urgent_first()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var now = world.Clock.Now;
        await world.GivenAsync("b", Entry("SOON", "value-1") with { ExpiresAt = now.AddDays(3) });
        await world.GivenAsync(
            "a",
            Entry("PAST", "value-2") with
            {
                ExpiresAt = now.AddDays(-1),
            },
            Entry("FAR", "value-3") with
            {
                ExpiresAt = now.AddDays(90),
            }
        );
        Assert.Equal(
            [("a", "PAST", true), ("b", "SOON", false)],
            (await world.ExpiringAsync(Viewer)).Value.Select(entry => (entry.Keys, entry.Name, entry.Expired))
        );
    }

    [Fact]
    public async Task Unused_is_what_nothing_binds_or_no_launch_has_used_for_a_month()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var runs = await world.GivenAsync("runs");
        var launched = await world.GivenAsync("launched");
        var idle = await world.GivenAsync("idle");
        await world.GivenAsync("never-bound");
        world.Usage.Users.Add((runs.Id, new("svc-1", "web", Running: true, 1)));
        world.Usage.Users.Add((launched.Id, new("svc-2", "job", Running: false, null)));
        world.Usage.Users.Add((idle.Id, new("svc-2", "job", Running: false, null)));
        // Bound a moment ago: it has not had the time to be used.
        Assert.Equal(["never-bound"], await UnusedAsync(world));

        world.Clock.Now += TimeSpan.FromDays(40);
        world.Usage.LastUses[launched.Id] = world.Clock.Now.AddDays(-5);
        world.Usage.LastUses[idle.Id] = world.Clock.Now.AddDays(-35);
        Assert.Equal(["idle", "never-bound"], await UnusedAsync(world));
        world.Usage.Users.Add(
            (idle.Id, new("svc-3", "new", Running: false, null) { RevisedAt = world.Clock.Now.AddDays(-5) })
        );
        Assert.Equal(["never-bound"], await UnusedAsync(world));
    }

    static async Task<List<string>> RemindersAsync(SecretKeysWorld world) =>
        [
            .. (await world.AuditAsync())
                .Where(entry => entry.Action.StartsWith("secret-keys.expir", StringComparison.Ordinal))
                .Select(entry => $"{entry.Action}: {entry.Detail}"),
        ];

    static async Task<IEnumerable<string>> UnusedAsync(SecretKeysWorld world) =>
        (await world.ListAsync(new(), unused: true)).Value.Items.Select(keys => keys.Name);
}
