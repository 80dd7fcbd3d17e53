using System.Text;
using Studio.Domain.Engine;
using Studio.Domain.Logs;
using Studio.Tests.Engine;

namespace Studio.Tests.Logs;

/// <summary>The last of what is printed, of an engine that shows it in order only.</summary>
public sealed class RecentOutputTests
{
    const int Most = 10_000;

    static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    readonly FakeEngine _engine = new();
    int _printed;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Old_lines_make_room_for_new_ones_and_are_counted()
    {
        var container = await CreateAsync();
        Print(container, Most + 3);
        using var recent = await RecentOutput.OpenAsync(_engine, container.Id, Stop);
        Assert.Equal((Most, 0), (recent.Count, recent.Dropped));
        Assert.Equal(["line 3"], Read(recent, 0, 1));

        Print(container, 2);
        await UntilAsync(recent, () => recent.Dropped == 2);

        Assert.Equal(Most, recent.Count);
        Assert.Equal(["line 5", "line 6"], Read(recent, 0, 2));
        Assert.Equal(["line 10004"], Read(recent, Most - 1, 5));
    }

    [Fact]
    public async Task Long_lines_take_the_room_of_many()
    {
        var container = await CreateAsync();
        using var recent = await RecentOutput.OpenAsync(_engine, container.Id, Stop);
        for (var line = 0; line < 6; line++)
            container.Output.Enqueue((Noon.AddSeconds(line), false, $"{line}{new string('x', 1024 * 1024)}\n"));

        await UntilAsync(recent, () => recent.Count + recent.Dropped == 6);

        Assert.Equal((3, 3), (recent.Count, recent.Dropped));
        Assert.StartsWith("3x", Assert.Single(Read(recent, 0, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_is_found_by_its_moment_and_keeps_what_the_engine_said_of_it()
    {
        var container = await CreateAsync();
        Print(container, 3);
        container.Output.Enqueue((Noon.AddSeconds(3), true, "a part"));
        using var recent = await RecentOutput.OpenAsync(_engine, container.Id, Stop);

        Assert.Equal(1, recent.Find(Noon.AddSeconds(1)));
        Assert.Equal(2, recent.Find(Noon.AddSeconds(1.5)));
        Assert.Equal(4, recent.Find(Noon.AddSeconds(9)));
        var batch = Assert.Single(recent.Read(3, 1));
        var record = Assert.Single(batch.Records);
        Assert.Equal((Noon.AddSeconds(3), true, true), (record.At, record.IsError, record.IsPart));
        Assert.Equal("a part\n", Encoding.UTF8.GetString(batch.Text));
        Assert.Empty(recent.Read(4, 1));
    }

    [Fact]
    public async Task No_line_comes_twice_when_the_engine_was_away()
    {
        var container = await CreateAsync();
        Print(container, 2);
        container.Output.Enqueue((Noon.AddSeconds(1), false, "at the same time\n"));
        using var recent = await RecentOutput.OpenAsync(_engine, container.Id, Stop);
        Print(container, 1);
        await UntilAsync(recent, () => recent.Count == 4);

        _engine.Down = FakeEngine.Unavailable;
        container.IsCutOff = true;
        await UntilAsync(recent, () => !container.IsCutOff);
        Print(container, 1);
        _engine.Down = null;
        await UntilAsync(recent, () => recent.Count > 4);

        Assert.Equal(["line 0", "line 1", "at the same time", "line 2", "line 3"], Read(recent, 0, 9));
    }

    async Task<FakeContainer> CreateAsync()
    {
        ContainerSpec spec = new()
        {
            Name = "web",
            Image = "app",
            Labels = new Dictionary<string, string>(),
            Network = "network",
            Limits = new(0, 0, 0),
            Security = new([], false, false),
        };
        var id = await _engine.CreateAsync(spec, Stop);
        await _engine.StartAsync(id, Stop);
        return _engine.Containers.Single();
    }

    void Print(FakeContainer container, int lines)
    {
        for (var line = 0; line < lines; line++)
            container.Output.Enqueue((Noon.AddSeconds(_printed), false, $"line {_printed++}\n"));
    }

    static IEnumerable<string> Read(RecentOutput recent, int first, int count) =>
        recent
            .Read(first, count)
            .SelectMany(batch =>
                Encoding.UTF8.GetString(batch.Text).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            );

    static async Task UntilAsync(RecentOutput recent, Func<bool> done)
    {
        for (var look = 0; look < 1000; look++)
        {
            recent.Refresh();
            if (done())
                return;
            await Task.Delay(10, Stop);
        }
    }
}
