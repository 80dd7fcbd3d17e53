namespace Studio.Components;

/// <summary>One timer a circuit, so that a table of a thousand "3 minutes ago" costs one.</summary>
public sealed class RelativeClock(TimeProvider time) : IDisposable
{
    static readonly TimeSpan _period = TimeSpan.FromSeconds(20);

    readonly Lock _lock = new();
    ITimer? _timer;
    Action? _ticked;

    /// <summary>Raised every 20 seconds on a thread of the pool while somebody listens.</summary>
    public event Action Ticked
    {
        add
        {
            lock (_lock)
            {
                _ticked += value;
                _timer ??= time.CreateTimer(_ => _ticked?.Invoke(), null, _period, _period);
            }
        }
        remove
        {
            lock (_lock)
            {
                _ticked -= value;
                if (_ticked is null)
                    Stop();
            }
        }
    }

    public DateTimeOffset Now => time.GetUtcNow();

    public void Dispose() => Stop();

    void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }
}
