using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using Studio.Domain.Vault;
using static Studio.Tests.SecretKeys.SecretKeysWorld;

namespace Studio.Tests.SecretKeys;

public sealed class ReadingSecretKeysTests
{
    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_but_a_launch_opens_a_value()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "value-of-a"), Entry("B", "value-of-b"));
        await world.SetAsync(Administrator, "weather", Entry("A", "another-value"));
        await world.UpdateAsync(Administrator, "weather", "climate", [Entry("A", null)]);
        await world.RemoveAsync(Administrator, "climate", "A");
        await world.GetAsync(Viewer, "climate");
        await world.ListAsync(new PageRequest());
        await world.VersionsAsync("climate");
        await world.UsageAsync("climate");
        await world.PlanAsync(keys.Id);
        Assert.Equal(0, world.Vault.OpenedCount);

        await world.OpenAsync((keys.Id, 1));
        Assert.Equal(2, world.Vault.OpenedCount);
    }

    [Fact]
    public async Task Values_are_kept_byte_for_byte_and_never_in_clear_in_the_database()
    {
        const string Value = "-----BEGIN KEY-----\r\nünïcödé 🔑 \tcanary-5f3c9a\n-----END KEY-----\n\n";
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("PEM", Value));
        await world.SetAsync(Administrator, "weather", Entry("PEM", "replaced-canary-5f3c9a"));

        Assert.Equal(Value, (await world.OpenAsync((keys.Id, 1))).Value[0].Value.Reveal());
        foreach (var file in Directory.GetFiles(Path.GetDirectoryName(world.Databases.File)!))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var bytes = new MemoryStream();
            await stream.CopyToAsync(bytes, Stop);
            Assert.False(bytes.ToArray().AsSpan().IndexOf("canary-5f3c9a"u8) >= 0, $"{file} holds the value.");
        }
    }

    [Fact]
    public async Task A_plan_sees_entries_as_they_stand_and_empty_collections_too()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("B", "value-of-b"), Entry("A", "0123456789abcdefa1b2"));
        var empty = await world.GivenAsync("empty");
        await world.RemoveAsync(Administrator, "weather", "B");

        var plan = await world.PlanAsync(keys.Id, empty.Id, SecretKeysId.New());
        Assert.Equal(2, plan.Count);
        var entry = Assert.Single(plan[keys.Id].Entries);
        Assert.Equal(("A", "••••••••a1b2", 20), (entry.Name, entry.Preview.Text, entry.Preview.Bytes));
        Assert.Equal(("weather", 2), (plan[keys.Id].Name, plan[keys.Id].Version));
        Assert.Empty(plan[empty.Id].Entries);
    }

    [Fact]
    public async Task A_launch_of_a_version_that_is_not_there_is_refused()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "value-of-a"));
        var empty = await world.GivenAsync("empty");
        Assert.True((await world.OpenAsync((keys.Id, 1), (empty.Id, 1))).Succeeded);
        Assert.IsType<Missing>((await world.OpenAsync((keys.Id, 1), (empty.Id, 2))).Problem);
        Assert.IsType<Missing>((await world.OpenAsync((SecretKeysId.New(), 1))).Problem);
    }

    [Fact]
    public async Task Another_project_neither_sees_nor_opens_a_collection()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "value-of-a"));
        var other = Domain.Projects.ProjectId.New();
        Assert.Empty(await new SecretKeysMetadata(world.Databases, world.Vault).ReadAsync(other, [keys.Id], Stop));
        var opened = await new OpenSecretValues(world.Databases, world.Vault).RunAsync(
            other,
            new Dictionary<SecretKeysId, int> { [keys.Id] = 1 },
            Stop
        );
        Assert.IsType<Missing>(opened.Problem);
    }

    [Fact]
    public async Task While_sealed_a_preview_is_the_bare_mask()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync("weather", Entry("A", "0123456789abcdefa1b2"));
        var plan = await new SecretKeysMetadata(world.Databases, new SecretVault(new VaultRing())).ReadAsync(
            world.Project,
            [keys.Id],
            Stop
        );
        Assert.Equal(ValuePreview.Unknown, Assert.Single(plan[keys.Id].Entries).Preview);
    }

    [Fact]
    public async Task Lists_search_sort_and_page()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("alpha-keys", Entry("A", "value-of-a"));
        await world.GivenAsync("beta", Entry("B", "value-of-b"), Entry("C", "value-of-c"));
        await world.GivenAsync("gamma-keys");

        Assert.Equal(["alpha-keys", "gamma-keys"], await NamesAsync(world, new(Search: "KEYS")));
        Assert.Equal(["gamma-keys", "beta", "alpha-keys"], await NamesAsync(world, new(Sort: "-name")));
        Assert.Equal(["gamma-keys", "beta", "alpha-keys"], await NamesAsync(world, new(Sort: "-createdAt")));
        Assert.Equal(["beta", "alpha-keys", "gamma-keys"], await NamesAsync(world, new(Sort: "-entries")));
        Assert.Equal(["gamma-keys"], await NamesAsync(world, new(Number: 2, Size: 2)));
        var page = (await world.ListAsync(new(Number: 2, Size: 2))).Value;
        Assert.Equal((3, 2, 2), (page.Total, page.Number, page.Size));
        var beta = (await world.ListAsync(new(Search: "beta"))).Value.Items[0];
        Assert.Equal((2, "B,C"), (beta.EntryCount, string.Join(',', beta.EntryNames)));
        Assert.IsType<Invalid>((await world.ListAsync(new(Sort: "value"))).Problem);
    }

    [Fact]
    public async Task Lists_say_who_uses_what_and_can_show_only_what_nobody_uses()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var used = await world.GivenAsync("used", Entry("A", "value-of-a"));
        await world.GivenAsync("unused");
        await world.SetAsync(Administrator, "used", Entry("A", "another-value"));
        world.Usage.Users.Add((used.Id, new("svc-1", "web", Running: true, 1)));

        Assert.Equal(
            new UseCount(1, 1),
            (await world.ListAsync(new(Search: "used", Sort: "-name"))).Value.Items[0].InUse
        );
        Assert.Equal(["unused"], (await world.ListAsync(new(), unused: true)).Value.Items.Select(keys => keys.Name));
        var usage = (await world.UsageAsync("used")).Value;
        Assert.True(Assert.Single(usage.Services).IsStale(usage.Version));
    }

    static async Task<IEnumerable<string>> NamesAsync(SecretKeysWorld world, PageRequest page) =>
        (await world.ListAsync(page)).Value.Items.Select(keys => keys.Name);
}
