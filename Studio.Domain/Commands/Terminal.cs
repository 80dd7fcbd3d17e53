using System.Runtime.CompilerServices;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Redaction;

namespace Studio.Domain.Commands;

/// <summary>A shell inside a container that somebody types into. One reader; ended when it is disposed.</summary>
public sealed class Terminal : IAsyncDisposable
{
    readonly CommandTarget _target;
    readonly IRunningCommand _shell;
    readonly Func<CancellationToken, Task<KnownValues?>> _changed;
    readonly TimeProvider _clock;
    readonly CancellationTokenSource _over = new();
    long _lastKey;
    int _isAttached;
    int _isOver;

    /// <param name="changed">Gives what is known now when it is more than before, else null.</param>
    internal Terminal(
        Actor owner,
        CommandTarget target,
        IRunningCommand shell,
        string program,
        Func<CancellationToken, Task<KnownValues?>> changed,
        TimeProvider clock
    )
    {
        (Owner, _target, _shell, Program, _changed, _clock) = (owner, target, shell, program, changed, clock);
        OpenedAt = clock.GetUtcNow();
        _lastKey = clock.GetTimestamp();
    }

    public TerminalId Id { get; } = TerminalId.New();

    /// <summary>The shell that was there, such as <c>bash</c>.</summary>
    public string Program { get; }

    /// <summary>Why it was ended; null while it runs, and when the shell ended by itself.</summary>
    public string? Reason { get; private set; }

    internal Actor Owner { get; }

    internal CommandTarget Target => _target;

    internal DateTimeOffset OpenedAt { get; }

    internal bool IsAttached => _isAttached > 0;

    /// <summary>How long nobody has typed.</summary>
    internal TimeSpan Idle => _clock.GetElapsedTime(Interlocked.Read(ref _lastKey));

    /// <summary>What it shows, without secrets, until the shell has ended or was ended.</summary>
    /// <exception cref="EngineException">The engine went away.</exception>
    public async IAsyncEnumerable<RedactedBytes> ReadAsync([EnumeratorCancellation] CancellationToken stop)
    {
        RedactedTerminal shown = new(_target.Known);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, _over.Token);
        await using var pieces = _shell.ReadAsync(either.Token).GetAsyncEnumerator(either.Token);
        while (await NextAsync(pieces, stop))
        {
            if (await _changed(stop) is { } more)
                yield return shown.Change(more);
            yield return shown.Write(pieces.Current.Bytes.Span);
        }

        Interlocked.Exchange(ref _isOver, 1);
        yield return shown.Complete();
    }

    /// <summary>Types.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> keys, CancellationToken stop)
    {
        Interlocked.Exchange(ref _lastKey, _clock.GetTimestamp());
        return _shell.WriteAsync(keys, stop);
    }

    /// <summary>The window has another size.</summary>
    public Task ResizeAsync(TerminalSize size, CancellationToken stop) => _shell.ResizeAsync(size, stop);

    /// <summary>What the shell ended with; null while it runs, or when it was ended.</summary>
    public Task<int?> GetExitCodeAsync(CancellationToken stop) => _shell.GetExitCodeAsync(stop);

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await _shell.DisposeAsync();
    }

    /// <returns>False: somebody reads it already.</returns>
    internal bool Attach() => Interlocked.Exchange(ref _isAttached, 1) == 0;

    /// <summary>Ends it, if it has not ended: whoever reads it comes to the end.</summary>
    public void End(string reason)
    {
        // What follows from the end is no reason for it.
        if (Interlocked.Exchange(ref _isOver, 1) > 0)
            return;
        Reason = reason;
        _over.Cancel();
    }

    async Task<bool> NextAsync(IAsyncEnumerator<CommandOutput> pieces, CancellationToken stop)
    {
        try
        {
            return await pieces.MoveNextAsync();
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return false;
        }
    }
}
