using System.Globalization;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;
using static Studio.Tests.SecretKeys.SecretKeysWorld;

namespace Studio.Tests.SecretKeys;

public sealed class ImportTests
{
    [Fact]
    public async Task A_dry_run_tells_what_would_be_done_and_does_nothing()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync(
            "weather",
            Entry("SAME", "same-value"),
            Entry("OLD", "old-value"),
            Entry("GONE", "gone-value")
        );
        var opened = world.Vault.OpenedCount;
        var diff = await world.ImportAsync(
            Administrator,
            "weather",
            "SAME=same-value\nOLD=new-value\nNEW=x-value\nNEW=y-value\n1BAD=z",
            ImportMode.Replace,
            dryRun: true
        );

        Assert.Equal(["NEW"], diff.Value.Added);
        Assert.Equal(["OLD"], diff.Value.Changed);
        Assert.Equal(["SAME"], diff.Value.Unchanged);
        Assert.Equal(["GONE"], diff.Value.Removed);
        Assert.Equal([new("NEW", 4)], diff.Value.Duplicates);
        Assert.Equal([5], diff.Value.Invalid.Select(line => line.Line));
        Assert.Equal(1, (await world.GetAsync(Viewer, "weather")).Value.Version);
        Assert.Equal(opened, world.Vault.OpenedCount);
    }

    [Fact]
    public async Task A_merge_keeps_what_the_text_does_not_name_and_is_one_version()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var keys = await world.GivenAsync(
            "weather",
            Entry("SAME", "same-value"),
            Entry("OLD", "old-value"),
            Entry("KEPT", "kept-value")
        );
        var diff = await world.ImportAsync(Administrator, "weather", "SAME=same-value\nOLD='new value'\nNEW=x-value");

        Assert.Equal(2, diff.Value.Version);
        var opened = (await world.OpenAsync((keys.Id, 2))).Value;
        Assert.Equal(
            ["KEPT=kept-value", "NEW=x-value", "OLD=new value", "SAME=same-value"],
            opened.Select(entry => $"{entry.Name}={entry.Value.Reveal()}")
        );
        var version = (await world.VersionsAsync("weather")).Value.Items[0];
        Assert.Equal(["NEW"], version.Added);
        Assert.Equal(["OLD"], version.Changed);
        Assert.Equal(
            1,
            (await world.GetAsync(Viewer, "weather")).Value.Entries.Single(entry => entry.Name == "SAME").Version
        );
    }

    [Fact]
    public async Task A_replacement_removes_what_the_text_does_not_name()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("OLD", "old-value"), Entry("GONE", "gone-value"));
        var diff = await world.ImportAsync(Administrator, "weather", "OLD=old-value", ImportMode.Replace);
        Assert.Equal(["GONE"], diff.Value.Removed);
        Assert.Equal(2, diff.Value.Version);
        Assert.Equal(["OLD"], await NamesAsync(world));
    }

    [Fact]
    public async Task One_bad_line_keeps_everything_out()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "value-of-a"));
        var tooBig = new string('x', 64 * 1024 + 1);
        var refused = await world.ImportAsync(
            Administrator,
            "weather",
            $"B=fine\nnonsense s3cret\nEMPTY=\nPATH=/bin\nBIG={tooBig}",
            ImportMode.Replace
        );

        var told = await world.ImportAsync(Administrator, "weather", "B=fine\nEMPTY=\nPATH=/bin", dryRun: true);
        Assert.Equal(["B"], told.Value.Added);
        Assert.Equal([2, 3], told.Value.Invalid.Select(line => line.Line));

        var invalid = Assert.IsType<Invalid>(refused.Problem);
        Assert.All(invalid.Errors, error => Assert.Equal("dotenv", error.Field));
        Assert.Equal(["Line 2:", "Line 3:", "Line 4:", "Line 5:"], invalid.Errors.Select(error => error.Message[..7]));
        Assert.DoesNotContain("s3cret", $"{invalid}", StringComparison.Ordinal);
        Assert.Equal(["A"], await NamesAsync(world));
        Assert.Equal(1, (await world.GetAsync(Viewer, "weather")).Value.Version);
    }

    [Fact(Timeout = 20_000)]
    public async Task A_text_with_far_too_many_names_is_refused_at_once()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather");
        var text = string.Concat(Enumerable.Range(0, 150_000).Select(number => $"N{number}=1\n"));
        // Away from the test's own thread: what takes its time there could not be ended.
        var told = await Task.Run(() => world.ImportAsync(Administrator, "weather", text, dryRun: true));
        Assert.Contains("at most 500", Assert.Single(told.Value.Invalid).Reason, StringComparison.Ordinal);
        Assert.IsType<Invalid>((await world.ImportAsync(Administrator, "weather", text)).Problem);
    }

    [Fact]
    public async Task Of_a_wrong_file_a_hundred_lines_are_told_and_how_many_more_there_are()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather");
        var text = string.Concat(Enumerable.Repeat("nonsense\n", 150)) + string.Concat(Enumerable.Repeat("A=1\n", 131));
        var told = (await world.ImportAsync(Administrator, "weather", text, dryRun: true)).Value;
        Assert.Equal((100, 50), (told.Invalid.Count, told.MoreInvalid));
        Assert.Equal((100, 30), (told.Duplicates.Count, told.MoreDuplicates));

        var refused = Assert.IsType<Invalid>((await world.ImportAsync(Administrator, "weather", text)).Problem);
        Assert.Equal(101, refused.Errors.Length);
        Assert.Equal("And 50 more.", refused.Errors[^1].Message);
    }

    [Fact]
    public async Task Far_too_many_names_for_a_preset_are_too_many_and_nothing_else()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        var entries = Enumerable.Range(0, 501).Select(number => Entry($"N{number}", "value-0123")).ToArray();
        var refused = await world.StoreAsync(Administrator, new SecretKeysDraft("of-stripe", null, entries, "stripe"));
        Assert.Contains(
            "at most 500",
            Assert.Single(Assert.IsType<Invalid>(refused.Problem).Errors).Message,
            StringComparison.Ordinal
        );

        EntryInput[] one = [Entry("STRIPE_SECRET_KEY", "value-0123")];
        Assert.True(
            (await world.StoreAsync(Administrator, new SecretKeysDraft("of-stripe", null, one, "stripe"))).Succeeded
        );
        var text = string.Concat(Enumerable.Range(0, 501).Select(number => $"N{number}=1\n"));
        var told = (await world.ImportAsync(Administrator, "of-stripe", text, dryRun: true)).Value;
        Assert.Equal((1, 0, 0), (told.Invalid.Count, told.MoreInvalid, told.Added.Count));
    }

    [Fact(Timeout = 20_000)]
    public async Task What_cannot_be_read_is_refused_without_the_writers_turn()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather");
        using var turn = await world.Databases.Gate.EnterAsync(TestContext.Current.CancellationToken);
        var refused = await world.ImportAsync(Administrator, "weather", "A=1\nnonsense");
        Assert.Equal("Line 2: There is no = in this line.", refused.Problem?.Message);
    }

    [Fact]
    public async Task A_reserved_name_takes_an_explicit_yes()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather");
        Assert.Equal("invalid", (await world.ImportAsync(Administrator, "weather", "PATH=/bin")).Problem?.Code);
        Assert.True((await world.ImportAsync(Administrator, "weather", "PATH=/bin", allowReserved: true)).Succeeded);
    }

    [Fact]
    public async Task What_is_stored_already_makes_no_version()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "value-of-a"));
        var diff = await world.ImportAsync(Administrator, "weather", "export A=\"value-of-a\" # the same\n");
        Assert.True(diff.Value.ChangesNothing);
        Assert.Equal(1, (await world.GetAsync(Viewer, "weather")).Value.Version);
    }

    [Fact]
    public async Task A_collection_that_was_changed_meanwhile_is_not_imported_into()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "value-of-a"));
        await world.SetAsync(Administrator, "weather", Entry("B", "value-of-b"));
        foreach (var dryRun in new[] { true, false })
        {
            var refused = await world.ImportAsync(Administrator, "weather", "A=other", dryRun: dryRun, version: 1);
            Assert.Equal(["B"], Assert.IsType<Stale>(refused.Problem).Changed);
        }
    }

    [Fact]
    public async Task A_viewer_imports_nothing_and_learns_nothing()
    {
        await using var world = await SecretKeysWorld.CreateAsync();
        await world.GivenAsync("weather", Entry("A", "value-of-a"));
        // A dry run would tell whether a guessed value is the stored one.
        Assert.IsType<Denied>((await world.ImportAsync(Viewer, "weather", "A=value-of-a", dryRun: true)).Problem);
        Assert.IsType<Denied>((await world.ImportAsync(Viewer, "weather", "A=value-of-a")).Problem);
    }

    [Fact]
    public async Task Whatever_text_is_imported_its_names_come_out_again()
    {
        var random = new Random(20261127);
        await using var world = await SecretKeysWorld.CreateAsync();
        for (var round = 0; round < 40; round++)
        {
            var (text, names) = Text(random);
            var name = string.Create(CultureInfo.InvariantCulture, $"keys-of-round-{round}");
            await world.GivenAsync(name);
            var diff = await world.ImportAsync(Administrator, name, text);
            Assert.True(diff.Succeeded, $"{diff.Problem?.Message} in: {text}");
            Assert.Equal(names, (await world.GetAsync(Viewer, name)).Value.Entries.Select(entry => entry.Name));
        }
    }

    /// <summary>A text that a reference parser would read, and the names that it holds, in order.</summary>
    static (string Text, IEnumerable<string> Names) Text(Random random)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        string[] ends = ["\n", "\r\n"];
        var text = random.Next(3) == 0 ? "\uFEFF" : "";
        foreach (var _ in Enumerable.Range(0, random.Next(1, 30)))
        {
            text += random.Next(6) switch
            {
                0 => "",
                1 => "# B=1 a comment",
                _ => Line(random, names),
            };
            text += ends[random.Next(ends.Length)];
        }

        return (text, names);
    }

    static string Line(Random random, SortedSet<string> names)
    {
        string[] values = ["x", "a=b", "'a # b'", "\"a\\\"b\nC=no\"", "`q'\"`", "$D", "p#w # note", "\"two\r\nlines\""];
        string[] prefixes = ["", "  ", "export ", "\texport\t"];
        string[] equals = ["=", " = ", "= "];
        var name = $"{"ABab_"[random.Next(5)]}{random.Next(20).ToString(CultureInfo.InvariantCulture)}";
        names.Add(name);
        return prefixes[random.Next(prefixes.Length)]
            + name
            + equals[random.Next(equals.Length)]
            + values[random.Next(values.Length)];
    }

    static async Task<IEnumerable<string>> NamesAsync(SecretKeysWorld world) =>
        (await world.GetAsync(Viewer, "weather")).Value.Entries.Select(entry => entry.Name);
}
