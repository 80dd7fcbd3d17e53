using Studio.Domain.Engine;

namespace Studio.Domain.Logs;

/// <summary>
/// The last of what a container prints, for an engine that shows its output in order only. A flood pushes out what is older: memory
/// stays bounded, and what is gone is counted.
/// </summary>
sealed class RecentOutput : IOutputHistory
{
    const int MostRecords = 10_000;
    const int MostBytes = 4 * 1024 * 1024;

    readonly Lock _lock = new();
    readonly CancellationTokenSource _stop = new();
    readonly List<(DateTimeOffset At, bool IsError, byte[] Text)> _arrived = [];
    List<(DateTimeOffset At, bool IsError, byte[] Text)> _shown = [];
    long _bytes;
    long _dropped;

    RecentOutput() { }

    /// <summary>Of what <see cref="Refresh"/> has seen.</summary>
    public int Count => _shown.Count;

    public long Dropped { get; private set; }

    /// <summary>Begins to follow.</summary>
    /// <exception cref="EngineException">The engine, or the container, is not there.</exception>
    public static async Task<RecentOutput> OpenAsync(IContainerEngine engine, string container, CancellationToken stop)
    {
        RecentOutput recent = new();
        try
        {
            await foreach (var batch in engine.ReadOutputAsync(container, new() { Tail = MostRecords }, stop))
                recent.Add(batch, 0);
        }
        catch
        {
            recent.Dispose();
            throw;
        }

        recent.Refresh();
        _ = recent.FollowAsync(engine, container);
        return recent;
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    public void Refresh()
    {
        lock (_lock)
            (_shown, Dropped) = ([.. _arrived], _dropped);
    }

    public int Find(DateTimeOffset moment) =>
        _shown.FindIndex(record => record.At >= moment) is >= 0 and var found ? found : Count;

    public IEnumerable<OutputBatch> Read(int first, int count)
    {
        OutputBatch batch = new();
        foreach (var (at, isError, text) in _shown.Skip(first).Take(count))
        {
            text.CopyTo(batch.Reserve(text.Length));
            batch.Add(at, isError, text.Length);
        }

        if (batch.Records.Count > 0)
            yield return batch;
    }

    async Task FollowAsync(IContainerEngine engine, string container)
    {
        var stop = _stop.Token;
        ReadSoFar read = new();
        foreach (var (at, isError, text) in _shown)
        {
            OutputBatch seen = new();
            text.CopyTo(seen.Reserve(text.Length));
            seen.Add(at, isError, text.Length);
            read.Take(seen);
        }

        while (!stop.IsCancellationRequested)
        {
            try
            {
                read.Again();
                OutputRange range = new() { Since = read.Last, Follow = true };
                await foreach (var batch in engine.ReadOutputAsync(container, range, stop))
                    Add(batch, read.Take(batch));
                // It has ended, and may be started again.
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
            catch (EngineException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    void Add(OutputBatch batch, int skip)
    {
        lock (_lock)
        {
            foreach (var record in batch.Records.Skip(skip))
            {
                // The line end that a part was given is given again when it is read.
                var text = batch.Text.Slice(record.Start, record.Length - (record.IsPart ? 1 : 0)).ToArray();
                _arrived.Add((record.At, record.IsError, text));
                _bytes += text.Length;
            }

            var gone = 0;
            while (_arrived.Count - gone > MostRecords || _bytes > MostBytes)
                _bytes -= _arrived[gone++].Text.Length;
            _arrived.RemoveRange(0, gone);
            _dropped += gone;
        }
    }
}
