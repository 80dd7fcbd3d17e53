using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Redaction;

namespace Studio.Domain.Logs;

/// <summary>
/// What a container has printed, to be leafed through: any part of it at once, however much it is. For one reader at a time.
/// </summary>
public sealed class LogBook : IDisposable
{
    /// <summary>Records after the last line that is shown: a value may end there.</summary>
    const int After = 8;

    const int SearchedAtOnce = 20_000;

    readonly LogSources _sources;
    readonly LogSource _source;
    readonly IOutputHistory _history;
    KnownValues _known;
    int _generation;

    internal LogBook(LogSources sources, LogSource source, IOutputHistory history)
    {
        (_sources, _source, _history) = (sources, source, history);
        (_known, _generation) = (source.Known, source.Generation);
    }

    /// <summary>The launch whose container this is.</summary>
    public Launch Launch => _source.Launch;

    /// <summary>Whether the container is gone: then this is the last of what it printed, and nothing will be added.</summary>
    public bool IsKept => _source.IsKept;

    /// <summary>Whether everything that the engine keeps is here, not only the last of it.</summary>
    public bool IsWhole => _history is not RecentOutput;

    /// <summary>Lines there are.</summary>
    public int Count => _history.Count;

    /// <summary>Lines that were there and are not any more: the first line now had this number at the beginning.</summary>
    public long Dropped => _history.Dropped;

    public void Dispose() => _history.Dispose();

    /// <summary>Looks for what was printed since, as long as the reader may.</summary>
    /// <returns>Null; or why nothing can be shown any more.</returns>
    public async Task<Problem?> RefreshAsync(Actor actor, CancellationToken stop)
    {
        if (!actor.Can(Permission.View, Launch.Project))
            return new Denied("You may not see this log any more.");
        _history.Refresh();
        if (_generation == _sources.Generation(_source))
            return null;
        _generation = _sources.Generation(_source);
        if (await _sources.OpenAsync(_source.Launch, stop) is not { } known)
            return InstanceValues.Unredactable;
        _known = known;
        return null;
    }

    /// <summary>The first line that was printed at that moment or later; <see cref="Count"/> when there is none.</summary>
    public int Find(DateTimeOffset moment) => _history.Find(moment);

    /// <summary>Lines from one on.</summary>
    public IReadOnlyList<RedactedLine> Read(int first, int count) => Read(first, count, null);

    /// <summary>Numbers of the lines that are wanted, from one line on, in portions: each with the line that the search has come to.</summary>
    public IEnumerable<(IReadOnlyList<int> Found, int Done)> Search(LineFilter filter, int first)
    {
        for (var count = Count; first < count; first += SearchedAtOnce)
        {
            var here = Math.Min(SearchedAtOnce, count - first);
            yield return ([.. Read(first, here, filter).Select(line => line.Number)], first + here);
        }
    }

    List<RedactedLine> Read(int first, int count, LineFilter? filter)
    {
        first = Math.Clamp(first, 0, Count);
        var begin = Math.Max(0, first - InstanceOutput.Context);
        var end = Math.Min(Count, first + count);
        RedactedOutput output = new(_known, filter, begin);
        List<RedactedLine> lines = [];
        foreach (var batch in _history.Read(begin, end + After - begin))
            output.Write(batch, lines);
        // What follows is not printed yet, or not read.
        output.Complete(lines, cut: true);
        lines.RemoveAll(line => line.Number < first || line.Number >= end);
        // Standard output and error wait apart.
        lines.Sort((one, other) => one.Number.CompareTo(other.Number));
        return lines;
    }
}
