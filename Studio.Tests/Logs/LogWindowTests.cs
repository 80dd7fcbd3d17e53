using System.Text;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Logs;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Logs;

namespace Studio.Tests.Logs;

/// <summary>Which lines of a log stand at which place of a page's list.</summary>
public sealed class LogWindowTests
{
    static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    readonly Actor _ann = new() { Name = "ann@example.com", Permissions = Roles.Permissions(Role.Viewer) };
    readonly PrintedHistory _printed = new();
    readonly LogWindow _window;

    public LogWindowTests()
    {
        Launch launch = new(ProjectId.New(), ServiceId.New(), 1, "ann@example.com", Noon);
        // Nothing is given to this container, so that no database is asked.
        LogSources sources = new(null!, new InstanceValues(null!, null!, null!), null!, null!);
        _window = new(new LogBook(sources, new(launch, "container", new([]), 0, IsKept: false), _printed));
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_there_and_what_is_printed_comes_with_the_next_look()
    {
        _printed.Print(3);
        await ShowAsync(new(null, null, null, null));
        Assert.Equal(["line 0", "line 1", "line 2"], await ReadAsync(0, 10));
        Assert.Equal(["line 1"], await ReadAsync(1, 1));
        Assert.Empty(await ReadAsync(3, 10));

        _printed.Print(1);
        await _window.RefreshAsync(_ann, Stop);

        Assert.Equal(4, _window.Count);
        Assert.Equal(["line 3"], await ReadAsync(3, 10));
    }

    [Fact]
    public async Task From_and_to_are_both_within()
    {
        _printed.Print(10);
        await ShowAsync(new(null, null, At(2), At(5)));
        Assert.Equal(["line 2", "line 3", "line 4", "line 5"], await ReadAsync(0, 10));
        Assert.Equal(1, await _window.FindAsync(At(3), Stop));
        Assert.Equal(4, await _window.FindAsync(At(9), Stop));

        await ShowAsync(new("line", null, At(7), At(8)));
        Assert.Equal(["line 7", "line 8"], await ReadAsync(0, 10));
        // Other bounds begin a search anew.
        await ShowAsync(new("line", null, At(1), At(2)));
        Assert.Equal(["line 1", "line 2"], await ReadAsync(0, 10));
        await ShowAsync(new(null, null, At(9), At(2)));
        Assert.Equal(0, _window.Count);
    }

    [Fact]
    public async Task A_search_has_what_matches_and_goes_on_with_what_comes()
    {
        _printed.Print(30);
        await ShowAsync(new("2", null, null, null));
        Assert.Equal(["line 2", "line 12", "line 20", "line 21", "line 22", "line 23"], (await ReadAsync(0, 6)));
        Assert.Equal(["line 12", "line 20"], await ReadAsync(1, 2));
        Assert.Equal((12, null), (_window.Count, _window.Progress));
        Assert.Equal(1, await _window.FindAsync(At(12), Stop));
        Assert.Equal(2, await _window.FindAsync(At(13), Stop));
        Assert.Equal(12, await _window.FindAsync(At(30), Stop));

        _printed.Print(3);
        await _window.RefreshAsync(_ann, Stop);

        Assert.Equal(["line 29", "line 32"], await ReadAsync(11, 10));
    }

    [Fact]
    public async Task One_stream_is_a_search_too()
    {
        _printed.Print(2);
        _printed.Print(1, isError: true);
        _printed.Print(1);
        await ShowAsync(new(null, true, null, null));
        Assert.Equal(["line 2"], await ReadAsync(0, 10));

        await ShowAsync(new("", false, null, null));
        Assert.Equal(["line 0", "line 1", "line 3"], await ReadAsync(0, 10));
    }

    [Fact]
    public async Task What_the_engine_drops_is_not_shown_any_more_and_nothing_moves()
    {
        _printed.Print(20);
        await ShowAsync(new("1", null, null, null));
        Assert.Equal(["line 1", "line 10", "line 11"], await ReadAsync(0, 3));

        _printed.Drop(11);
        _printed.Print(2);
        await _window.RefreshAsync(_ann, Stop);

        Assert.Equal(["line 11", "line 12"], await ReadAsync(0, 2));
        Assert.Equal(["line 19", "line 21"], await ReadAsync(8, 5));
        Assert.Equal(11, _window.Dropped);

        _printed.Drop(9);
        await _window.RefreshAsync(_ann, Stop);
        Assert.Equal(["line 21"], await ReadAsync(0, 5));
        await ShowAsync(new(null, null, null, null));
        Assert.Equal(["line 20", "line 21"], await ReadAsync(0, 5));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("line")]
    public async Task A_list_that_would_be_too_high_leaves_out_what_is_oldest(string? search)
    {
        _printed.Print(LogWindow.Most + 2);
        await ShowAsync(new(search, null, null, null));
        for (var look = 0; look < 100 && _window.Progress is not null; look++)
            await _window.RefreshAsync(_ann, Stop);

        Assert.Equal((LogWindow.Most, 2), (_window.Count, _window.Hidden));
        Assert.Equal(["line 2", "line 3"], await ReadAsync(0, 2));
    }

    [Fact]
    public async Task Whoever_may_not_look_sees_no_change_and_closing_ends_the_reading()
    {
        _printed.Print(1);
        await ShowAsync(new(null, null, null, null));
        _printed.Print(1);

        Assert.IsType<Denied>(await _window.RefreshAsync(Actor.Anonymous, Stop));
        Assert.Equal(1, _window.Count);
        _window.Dispose();

        Assert.True(_printed.IsDisposed);
    }

    static DateTimeOffset At(int line) => Noon.AddSeconds(line);

    async Task ShowAsync(LogView view) => Assert.Null(await _window.ShowAsync(_ann, view, Stop));

    async Task<IEnumerable<string>> ReadAsync(int start, int count) =>
        (await _window.ReadAsync(start, count, Stop)).Select(line => $"{line.Text}");

    /// <summary>Lines with numbers, one a second.</summary>
    sealed class PrintedHistory : IOutputHistory
    {
        readonly List<(int Number, bool IsError)> _lines = [];
        int _next;

        public bool IsDisposed { get; private set; }

        public int Count => _lines.Count;

        public long Dropped { get; private set; }

        public void Print(int lines, bool isError = false)
        {
            for (; lines > 0; lines--)
                _lines.Add((_next++, isError));
        }

        public void Drop(int lines)
        {
            _lines.RemoveRange(0, lines);
            Dropped += lines;
        }

        public void Refresh() { }

        public int Find(DateTimeOffset moment) =>
            _lines.FindIndex(line => At(line.Number) >= moment) is >= 0 and var found ? found : Count;

        public IEnumerable<OutputBatch> Read(int first, int count)
        {
            OutputBatch batch = new();
            foreach (var (number, isError) in _lines.GetRange(first, Math.Min(count, Count - first)))
            {
                var text = Encoding.UTF8.GetBytes($"line {number}\n");
                text.CopyTo(batch.Reserve(text.Length));
                batch.Add(At(number), isError, text.Length);
            }

            yield return batch;
        }

        public void Dispose() => IsDisposed = true;
    }
}
