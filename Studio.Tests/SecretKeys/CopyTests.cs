using Studio.Domain.Common;
using static Studio.Tests.SecretKeys.SecretKeysWorld;

namespace Studio.Tests.SecretKeys;

/// <summary>A collection that is made from another one: how a rotation with overlap begins.</summary>
public sealed class CopyTests
{
    [Fact]
    public async Task What_is_named_is_new_and_everything_else_is_taken_over()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var ends = world.Clock.Now.AddDays(30);
        await world.GivenAsync("weather", Entry("A", "old-a"), Entry("B", "old-b") with { ExpiresAt = ends });
        var copy = await world.StoreAsync(
            Administrator,
            new("weather-2", null, [Entry("A", "new-a"), Entry("C", "new-c")], CopyOf: "weather")
        );

        var opened = (await world.OpenAsync((copy.Value.Id, 1))).Value;
        Assert.Equal(["A=new-a", "B=old-b", "C=new-c"], opened.Select(entry => $"{entry.Name}={entry.Value.Reveal()}"));
        Assert.Equal([null, ends, null], copy.Value.Entries.Select(entry => entry.ExpiresAt));
        Assert.EndsWith("copied B", (await world.AuditAsync())[^1].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_or_not_ones_own_is_not_copied()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "old-a"));
        Assert.IsType<Missing>((await world.StoreAsync(Administrator, new("b", null, [], CopyOf: "nothing"))).Problem);
        Assert.IsType<Denied>((await world.StoreAsync(Viewer, new("b", null, [], CopyOf: "weather"))).Problem);
        var user = Domain.Identity.UserId.New();
        world.Owner = Domain.SecretKeys.SecretOwner.Of(user);
        var into = await world.StoreAsync(Administrator with { User = user }, new("b", null, [], CopyOf: $"{keys.Id}"));
        Assert.IsType<Missing>(into.Problem);
    }
}
