namespace Studio.Tests.Components;

/// <summary>A clock that stands still until told to move; its timers fire as it passes them.</summary>
sealed class ManualTime : TimeProvider
{
    /// <summary>Timers are made and disposed of on the threads of what is tested.</summary>
    readonly Lock _lock = new();

    readonly List<ManualTimer> _timers = [];
    DateTimeOffset _now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    public int ActiveTimers
    {
        get
        {
            lock (_lock)
                return _timers.Count;
        }
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    public void Advance(TimeSpan by)
    {
        ManualTimer[] due;
        lock (_lock)
        {
            _now += by;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
        }

        foreach (var timer in due)
            timer.Fire();
    }

    sealed class ManualTimer(ManualTime time, Action callback) : ITimer
    {
        TimeSpan _period;

        public DateTimeOffset Due { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._lock)
            {
                time._timers.Remove(this);
                if (dueTime == Timeout.InfiniteTimeSpan)
                    return true;
                (Due, _period) = (time._now + dueTime, period);
                time._timers.Add(this);
                return true;
            }
        }

        public void Fire()
        {
            Change(_period, _period);
            callback();
        }

        public void Dispose()
        {
            lock (time._lock)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
