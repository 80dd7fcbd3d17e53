using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using static Studio.Tests.SecretKeys.SecretKeysWorld;

namespace Studio.Tests.SecretKeys;

public sealed class PresetsTests
{
    [Theory]
    [InlineData("openai", "OPENAI_API_KEY")]
    [InlineData("anthropic", "ANTHROPIC_API_KEY")]
    [InlineData("github", "GITHUB_TOKEN")]
    [InlineData("tinker", "TINKER_API_KEY")]
    public async Task A_preset_gives_the_entry_its_name(string preset, string name)
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.StoreAsync(Administrator, new("mine", null, [Entry("", "a-value")], preset));
        Assert.Equal((preset, name), (keys.Value.Preset, Assert.Single(keys.Value.Entries).Name));
    }

    [Fact]
    public async Task Another_name_is_refused_now_and_later()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var wrong = Entry("OPENAI_KEY", "a-value");
        var refused = await world.StoreAsync(Administrator, new("mine", null, [wrong], "openai"));
        Assert.Contains(Assert.IsType<Invalid>(refused.Problem).Errors, error => error.Field == "entries[0].name");

        await world.StoreAsync(Administrator, new("mine", null, [Entry("OPENAI_API_KEY", "a-value")], "openai"));
        Assert.IsType<Invalid>((await world.SetAsync(Administrator, "mine", wrong)).Problem);
        Assert.IsType<Invalid>((await world.UpdateAsync(Administrator, "mine", "mine", [wrong])).Problem);
        Assert.IsType<Invalid>((await world.ImportAsync(Administrator, "mine", "OPENAI_KEY=x-value")).Problem);
        Assert.True((await world.SetAsync(Administrator, "mine", Entry("OPENAI_API_KEY", "other"))).Succeeded);
    }

    [Fact]
    public async Task A_pair_needs_both()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var half = await world.StoreAsync(
            Administrator,
            new("mine", null, [Entry("AWS_ACCESS_KEY_ID", "a-value")], "aws")
        );
        Assert.Equal(
            new FieldError("entries", "AWS needs an entry AWS_SECRET_ACCESS_KEY."),
            Assert.IsType<Invalid>(half.Problem).Errors[0]
        );
        var none = await world.StoreAsync(Administrator, new("mine", null, [], "nobody"));
        Assert.Equal("preset", Assert.IsType<Invalid>(none.Problem).Errors[0].Field);
    }

    [Fact]
    public async Task The_list_tells_whether_a_library_holds_the_name_and_nothing_of_use()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        Assert.DoesNotContain((await world.PresetsAsync(Viewer)).Value, preset => preset.Exists);
        // However it came by its name.
        await world.GivenAsync("mine", Entry("OPENAI_API_KEY", "a-value"), Entry("AWS_ACCESS_KEY_ID", "b-value"));
        Assert.Equal(
            ["openai"],
            (await world.PresetsAsync(Viewer)).Value.Where(one => one.Exists).Select(one => one.Preset.Id)
        );
        await world.RemoveAsync(Administrator, "mine", "OPENAI_API_KEY");
        Assert.DoesNotContain((await world.PresetsAsync(Viewer)).Value, preset => preset.Exists);
    }

    [Fact]
    public void Every_name_is_one_that_an_entry_may_have_and_every_id_is_there_once()
    {
        Assert.Equal(Preset.All.Count, Preset.All.DistinctBy(preset => preset.Id).Count());
        Assert.All(Preset.All.SelectMany(preset => preset.Names), name => Assert.Null(Names.CheckEntry(name.Name)));
        Assert.Equal(
            Preset.All.OrderBy(preset => preset.Title, StringComparer.OrdinalIgnoreCase).Select(one => one.Id).Order(),
            Preset.All.Select(one => one.Id).Order()
        );
    }

    [Fact]
    public void A_shape_is_a_hint()
    {
        var key = Preset.Find("openai")!.Names[0];
        Assert.True(key.Fits("sk-something"));
        Assert.False(key.Fits("ghp_something"));
        Assert.True(Preset.Find("mistral")!.Names[0].Fits("anything"));
    }
}
