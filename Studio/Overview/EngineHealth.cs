using Studio.Domain.Engine;

namespace Studio.Overview;

/// <summary>Whether the engine answers. Asked at most every ten seconds, however many pages are open.</summary>
public sealed class EngineHealth(IContainerEngine engine, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    static readonly TimeSpan _patience = TimeSpan.FromSeconds(3);

    readonly SemaphoreSlim _one = new(1);
    DateTimeOffset _askedAt = DateTimeOffset.MinValue;
    EngineFacts? _facts;

    /// <summary>The engine as it was at most ten seconds ago; null: not reachable.</summary>
    public async Task<EngineFacts?> AskAsync(CancellationToken stop)
    {
        await _one.WaitAsync(stop);
        try
        {
            // A little less than the period, or every second poll of a page would come too early.
            if (time.GetUtcNow() - _askedAt < Period * 0.9)
                return _facts;
            _facts = await ReadAsync(stop);
            _askedAt = time.GetUtcNow();
            return _facts;
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    async Task<EngineFacts?> ReadAsync(CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(_patience);
        try
        {
            return await engine.GetFactsAsync(patience.Token);
        }
        catch (EngineException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
