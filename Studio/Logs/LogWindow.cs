using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Logs;
using Studio.Domain.Redaction;

namespace Studio.Logs;

/// <summary>What of a log is wanted on a page.</summary>
/// <param name="Search">Text that a line has in it.</param>
/// <param name="IsError">Only one of the streams.</param>
/// <param name="At">Where to begin to look.</param>
public sealed record LogView(
    string? Search,
    bool? IsError,
    DateTimeOffset? Since,
    DateTimeOffset? Until,
    DateTimeOffset? At = null
)
{
    /// <summary>It takes a look at each line to know which are wanted.</summary>
    public bool IsSearch => !string.IsNullOrEmpty(Search) || IsError is not null;
}

/// <summary>
/// The lines of a log that a page shows, by their place in the list. Searching goes on in the background, newest lines last, and
/// what the engine drops meanwhile is left out.
/// </summary>
public sealed class LogWindow(LogBook book) : IDisposable
{
    /// <summary>Lines that a list can be high: browsers end at some 17 million pixels.</summary>
    public const int Most = 800_000;

    readonly SemaphoreSlim _one = new(1, 1);
    List<int> _found = [];
    LogView _view = new(null, null, null, null);
    long _dropped;
    int _first;
    int _searched;

    /// <summary>Lines in the list.</summary>
    public int Count { get; private set; }

    /// <summary>Lines that are wanted, and do not fit into the list: older ones.</summary>
    public int Hidden { get; private set; }

    /// <summary>Lines that the engine has dropped since this was opened.</summary>
    public long Dropped => book.Dropped;

    public bool IsWhole => book.IsWhole;

    /// <inheritdoc cref="LogBook.IsKept"/>
    public bool IsKept => book.IsKept;

    /// <summary>The launch whose container this is.</summary>
    public LaunchId Launch => book.Launch.Id;

    /// <summary>Between 0 and 1; null when nothing is searched.</summary>
    public double? Progress { get; private set; }

    public void Dispose() => _ = CloseAsync();

    /// <summary>Begins to show something else.</summary>
    public async Task<Problem?> ShowAsync(Actor actor, LogView view, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        (_view, _found, _searched) = (view, [], 0);
        _one.Release();
        return await RefreshAsync(actor, stop);
    }

    /// <summary>Looks for what was printed since. A long search is not waited for: the next look goes on with it.</summary>
    public async Task<Problem?> RefreshAsync(Actor actor, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            return await Task.Run(() => RefreshOnceAsync(actor, stop), stop);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Lines of the list from one place on.</summary>
    public async Task<IReadOnlyList<RedactedLine>> ReadAsync(int start, int count, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            return await Task.Run(() => Read(start, Math.Min(count, Count - start)), stop);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Place in the list of the first line of that moment or later.</summary>
    public async Task<int> FindAsync(DateTimeOffset moment, CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            var number = book.Find(moment);
            var place = _view.IsSearch ? _found.FindIndex(found => found >= number) : number - _first;
            return place < 0 ? Count : Math.Min(place, Count);
        }
        finally
        {
            _one.Release();
        }
    }

    async Task<Problem?> RefreshOnceAsync(Actor actor, CancellationToken stop)
    {
        if (await book.RefreshAsync(actor, stop) is { } problem)
            return problem;
        var gone = (int)(book.Dropped - _dropped);
        _dropped = book.Dropped;
        var from = _view.Since is { } since ? book.Find(since) : 0;
        var to = _view.Until is { } until ? book.Find(until.AddTicks(1)) : book.Count;
        if (_view.IsSearch)
            Search(gone, from, to);
        var count = _view.IsSearch ? _found.Count : Math.Max(0, to - from);
        Hidden = Math.Max(0, count - Most);
        _first = from + Hidden;
        Count = count - Hidden;
        return null;
    }

    /// <summary>Goes on with the search for a moment.</summary>
    void Search(int gone, int from, int to)
    {
        if (gone > 0)
        {
            _found = [.. _found.Select(number => number - gone).Where(number => number >= 0)];
            _searched = Math.Max(0, _searched - gone);
        }

        _searched = Math.Max(_searched, from);
        LineFilter filter = new(_view.Search, _view.IsError);
        var end = Environment.TickCount64 + 200;
        while (_searched < to && Environment.TickCount64 < end)
        {
            var (found, done) = book.Search(filter, _searched).First();
            _found.AddRange(found.Where(number => number < to));
            _searched = Math.Min(done, to);
        }

        Progress = _searched < to ? (double)(_searched - from) / Math.Max(1, to - from) : null;
    }

    IReadOnlyList<RedactedLine> Read(int start, int count)
    {
        if (count <= 0)
            return [];
        if (!_view.IsSearch)
            return book.Read(_first + start, count);
        List<RedactedLine> lines = [];
        var wanted = _found.GetRange(Hidden + start, count);
        for (var place = 0; place < wanted.Count; )
        {
            // Those that follow one another are read together.
            var begin = place++;
            while (place < wanted.Count && wanted[place] == wanted[place - 1] + 1)
                place++;
            lines.AddRange(book.Read(wanted[begin], place - begin));
        }

        return lines;
    }

    /// <summary>Not before whoever reads it has ended.</summary>
    async Task CloseAsync()
    {
        await _one.WaitAsync();
        book.Dispose();
    }
}
