using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.SecretKeys;
using static Studio.Tests.SecretKeys.SecretKeysWorld;

namespace Studio.Tests.SecretKeys;

/// <summary>A library that is one user's own, and what is selected from it.</summary>
public sealed class PersonalSecretsTests
{
    static readonly Actor Ann = Viewer with { User = UserId.New(), Name = "ann@example.com" };
    static readonly Actor Bob = Administrator with { User = UserId.New(), Name = "bob@example.com" };

    [Fact]
    public async Task To_everybody_else_there_is_no_such_thing_administrators_included()
    {
        await using var world = await AnnsAsync();
        await world.CreateAsync(Ann, "mine", Entry("A", "value-of-a"));

        Assert.IsType<Missing>((await world.GetAsync(Bob, "mine")).Problem);
        Assert.IsType<Missing>((await world.SetAsync(Bob, "mine", Entry("A", "x"))).Problem);
        Assert.IsType<Missing>((await world.UpdateAsync(Bob, "mine", "other", null)).Problem);
        Assert.IsType<Missing>((await world.RemoveAsync(Bob, "mine", "A")).Problem);
        Assert.IsType<Missing>((await world.DeleteAsync(Bob, "mine", force: true)).Problem);
        Assert.IsType<Missing>((await world.ImportAsync(Bob, "mine", "A=value-of-a", dryRun: true)).Problem);
        Assert.IsType<Missing>((await world.RestoreAsync(Bob, "mine", 1)).Problem);
        Assert.IsType<Missing>((await world.CreateAsync(Bob, "theirs")).Problem);
        Assert.IsType<Missing>((await world.PresetsAsync(Bob)).Problem);
        Assert.IsType<Missing>((await world.ExpiringAsync(Bob)).Problem);
        Assert.Equal(
            "value-of-a",
            (await world.OpenAsync(((await world.GetAsync(Ann, "mine")).Value.Id, 1))).Value[0].Value.Reveal()
        );
    }

    [Fact]
    public async Task It_is_not_in_a_projects_library_and_may_have_a_name_of_one_there()
    {
        await using var world = await AnnsAsync();
        var mine = (await world.CreateAsync(Ann, "weather", Entry("A", "value-of-a"))).Value;
        world.Owner = world.Project;
        Assert.IsType<Missing>((await world.GetAsync(Administrator, $"{mine.Id}")).Problem);
        Assert.True((await world.CreateAsync(Administrator, "weather")).Succeeded);
        // Not even by a plan of a project that names its id.
        Assert.Empty(await world.PlanAsync(mine.Id));
        Assert.IsType<Missing>((await world.OpenAsync((mine.Id, 1))).Problem);
    }

    [Fact]
    public async Task A_token_of_one_project_does_not_open_it()
    {
        await using var world = await AnnsAsync();
        await world.CreateAsync(Ann, "mine", Entry("A", "value-of-a"));
        Assert.IsType<Denied>((await world.GetAsync(Ann with { Project = world.Project }, "mine")).Problem);
    }

    [Fact]
    public async Task The_audit_log_holds_no_names_of_it()
    {
        await using var world = await AnnsAsync();
        await world.CreateAsync(Ann, "mine", Entry("OPENAI_API_KEY", "value-of-a"));
        await world.SetAsync(Ann, "mine", Entry("OTHER_KEY", "value-of-b"));
        await world.DeleteAsync(Ann, "mine");
        var entries = await world.AuditAsync();
        Assert.Equal(3, entries.Count);
        Assert.All(entries, entry => Assert.Equal((null, null), (entry.SubjectName, entry.Project)));
        Assert.All(entries, entry => Assert.DoesNotContain("KEY", entry.Detail, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_exact_name_is_strict()
    {
        await using var world = await AnnsAsync();
        await world.CreateAsync(Ann, "mine", Entry("A", "value-of-a"));
        var both = (await world.CreateAsync(Ann, "other", Entry("A", "second-a"), Entry("B", "value-of-b"))).Value;

        Assert.Equal(["B in other, version 1"], await SelectedAsync(world, "B"));
        var missing = Assert.IsType<Invalid>((await world.SelectAsync(Ann, "B", "C")).Problem);
        Assert.Equal("personalSecrets[1]", Assert.Single(missing.Errors).Field);
        var ambiguous = Assert.IsType<Invalid>((await world.SelectAsync(Ann, "A")).Problem);
        Assert.Contains("mine and in other", ambiguous.Message, StringComparison.Ordinal);
        // An id settles it, wherever it stands.
        Assert.Equal(["A in other, version 1", "B in other, version 1"], await SelectedAsync(world, "A", $"{both.Id}"));
    }

    [Fact]
    public async Task A_pattern_takes_what_there_is_and_warns_when_that_is_nothing()
    {
        await using var world = await AnnsAsync();
        await world.CreateAsync(
            Ann,
            "mine",
            Entry("OPENROUTER_KEY", "value-1"),
            Entry("OPENROUTER_URL", "value-2"),
            Entry("openrouter_x", "value-3"),
            Entry("B1", "value-4")
        );
        await world.CreateAsync(Ann, "other", Entry("OPENROUTER_URL", "value-5"), Entry("B2", "value-6"));

        Assert.Equal(["B1 in mine, version 1", "B2 in other, version 1"], await SelectedAsync(world, "B?"));
        var selected = (await world.SelectAsync(Ann, "OPENROUTER_*", "NOTHING_*")).Value;
        Assert.Equal(["OPENROUTER_KEY"], selected.Entries.Select(entry => entry.Name));
        Assert.Equal(2, selected.Warnings.Count);
        Assert.Contains(selected.Warnings, warning => warning.Contains("mine and in other", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_taken_that_was_not_selected_and_never_of_somebody_else()
    {
        await using var world = await AnnsAsync();
        var mine = (await world.CreateAsync(Ann, "mine", Entry("A", "value-of-a"))).Value;
        Assert.Empty(await SelectedAsync(world));
        Assert.IsType<Invalid>((await world.SelectAsync(Bob, $"{mine.Id}")).Problem);
        Assert.IsType<Invalid>((await world.SelectAsync(Bob, "A")).Problem);
        Assert.Empty((await world.SelectAsync(Bob, "*")).Value.Entries);
    }

    [Fact]
    public async Task A_pattern_is_no_regular_expression()
    {
        await using var world = await AnnsAsync();
        await world.CreateAsync(Ann, "mine", Entry("AXB", "value-1"));
        Assert.Empty((await world.SelectAsync(Ann, "A.B*")).Value.Entries);
        Assert.Empty((await world.SelectAsync(Ann, "[A-Z]*")).Value.Entries);
        Assert.Single((await world.SelectAsync(Ann, "A?B")).Value.Entries);
    }

    static async Task<SecretKeysWorld> AnnsAsync()
    {
        var world = await SecretKeysWorld.CreateAsync();
        world.Owner = SecretOwner.Of(Ann.User!.Value);
        return world;
    }

    static async Task<IEnumerable<string>> SelectedAsync(SecretKeysWorld world, params string[] selectors) =>
        (await world.SelectAsync(Ann, selectors)).Value.Entries.Select(entry =>
            $"{entry.Name} in {entry.CollectionName}, version {entry.Version}"
        );
}
