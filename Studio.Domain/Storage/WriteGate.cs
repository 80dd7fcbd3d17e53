using Microsoft.Data.Sqlite;

namespace Studio.Domain.Storage;

/// <summary>
/// Lets one save through at a time, and none while the vault is sealed. SQLite has one writer anyway; taking turns here means
/// waiting writers neither fail nor poll, and the audit chain has one end.
/// </summary>
public sealed class WriteGate : IDisposable
{
    // https://www.sqlite.org/rescode.html#busy
    const int Busy = 5;

    readonly SemaphoreSlim _turn = new(1, 1);
    volatile bool _sealed;
    volatile int _refusals;

    /// <summary>While true every save fails with <see cref="SealedException"/>.</summary>
    public bool Sealed
    {
        get => _sealed;
        set => _sealed = value;
    }

    /// <summary>Waits for the turn; disposing what comes back ends it.</summary>
    /// <exception cref="SqliteException">Busy, as <see cref="RefuseWaiting"/> says.</exception>
    public async Task<IDisposable> EnterAsync(CancellationToken stop)
    {
        if (_sealed)
            throw new SealedException();
        var before = _refusals;
        await _turn.WaitAsync(stop);
        if (_refusals == before)
            return new Turn(_turn);
        _turn.Release();
        throw new SqliteException("Another program holds the database.", Busy);
    }

    /// <summary>
    /// Whoever has the turn has waited for the database in vain, so those who wait for the turn have, too. One after another they
    /// would each wait as long again, the last of them for minutes.
    /// </summary>
    internal void RefuseWaiting() => Interlocked.Increment(ref _refusals);

    public void Dispose() => _turn.Dispose();

    sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}

/// <summary>A write was tried while the vault is sealed. Doors answer it as <see cref="Common.Sealed"/>.</summary>
public sealed class SealedException() : InvalidOperationException("Studio is sealed: nothing is written.");
