using System.Collections.Concurrent;
using Studio.Domain.Services;

namespace Studio.Domain.Launches;

/// <summary>One at a time works on the containers of a service: a launch, a stop, the removal of what is left.</summary>
public sealed class ServiceTurns
{
    readonly ConcurrentDictionary<ServiceId, SemaphoreSlim> _turns = new();

    /// <summary>Waits for the turn; disposing what comes back ends it.</summary>
    internal async Task<IDisposable> EnterAsync(ServiceId service, CancellationToken stop)
    {
        var turn = _turns.GetOrAdd(service, _ => new SemaphoreSlim(1, 1));
        await turn.WaitAsync(stop);
        return new Turn(turn);
    }

    /// <summary>The turn, or null when somebody has it.</summary>
    internal IDisposable? TryEnter(ServiceId service)
    {
        var turn = _turns.GetOrAdd(service, _ => new SemaphoreSlim(1, 1));
        return turn.Wait(0) ? new Turn(turn) : null;
    }

    sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
