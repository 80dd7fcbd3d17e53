using System.Collections.Concurrent;

namespace Studio.Domain.Common;

/// <summary>
/// Counts attempts by some key, in windows of fixed length. An attempt is counted before it is made, so that many at once get no
/// further than many in a row. In memory, so that it works while nothing may be written; a restart forgets.
/// </summary>
public sealed class AttemptLimit(int attempts, TimeSpan window, TimeProvider clock)
{
    const int PruneAbove = 10_000;

    readonly ConcurrentDictionary<string, (int Count, DateTimeOffset End)> _windows = new();

    /// <summary>Counts an attempt.</summary>
    /// <returns>False when there were too many.</returns>
    public bool TryTake(string key)
    {
        var now = clock.GetUtcNow();
        if (_windows.Count > PruneAbove)
            Prune(now);
        var taken = _windows.AddOrUpdate(
            key,
            _ => (1, now + window),
            (_, old) => old.End <= now ? (1, now + window) : (old.Count + 1, old.End)
        );
        return taken.Count <= attempts;
    }

    /// <summary>Takes an attempt back that succeeded.</summary>
    public void GiveBack(string key)
    {
        if (_windows.TryGetValue(key, out var old) && old.Count > 0)
            _windows.TryUpdate(key, (old.Count - 1, old.End), old);
    }

    public void Forget(string key) => _windows.TryRemove(key, out _);

    void Prune(DateTimeOffset now)
    {
        foreach (var (key, ended) in _windows.Where(pair => pair.Value.End <= now))
            _windows.TryRemove(new(key, ended));
    }
}
