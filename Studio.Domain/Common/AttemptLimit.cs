using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Studio.Domain.Common;

/// <summary>
/// Counts attempts by some key, in windows of fixed length. An attempt is counted before it is made, so that many at once get no
/// further than many in a row. In memory, so that it works while nothing may be written; a restart forgets.
/// </summary>
public sealed class AttemptLimit(int attempts, TimeSpan window, TimeProvider clock)
{
    // By hash: keys come from whoever knocks, and a long one must not take more room than a short one.
    readonly ConcurrentDictionary<Guid, (int Count, DateTimeOffset End)> _windows = new();

    long _nextPrune;

    internal int Count => _windows.Count;

    /// <summary>Counts an attempt.</summary>
    /// <returns>False when there were too many.</returns>
    public bool TryTake(string key)
    {
        var now = clock.GetUtcNow();
        Prune(now);
        var taken = _windows.AddOrUpdate(
            Hash(key),
            _ => (1, now + window),
            (_, old) => old.End <= now ? (1, now + window) : (old.Count + 1, old.End)
        );
        return taken.Count <= attempts;
    }

    /// <summary>Takes an attempt back that succeeded.</summary>
    public void GiveBack(string key)
    {
        if (_windows.TryGetValue(Hash(key), out var old) && old.Count > 0)
            _windows.TryUpdate(Hash(key), (old.Count - 1, old.End), old);
    }

    public void Forget(string key) => _windows.TryRemove(Hash(key), out _);

    static Guid Hash(string key) => new(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16));

    /// <summary>Once a window's length, so that no window is kept for longer than two.</summary>
    void Prune(DateTimeOffset now)
    {
        var due = Interlocked.Read(ref _nextPrune);
        if (now.UtcTicks < due || Interlocked.CompareExchange(ref _nextPrune, (now + window).UtcTicks, due) != due)
            return;
        foreach (var ended in _windows.Where(pair => pair.Value.End <= now))
            _windows.TryRemove(ended);
    }
}
