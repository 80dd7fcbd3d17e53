using Studio.Domain.Engine;

namespace Studio.Domain.Metrics;

/// <summary>How far back.</summary>
public enum MetricsWindow
{
    /// <summary>As often as somebody looked.</summary>
    FiveMinutes,

    /// <summary>A point every half minute, whether somebody looked or not.</summary>
    Hour,
}

/// <summary>What one service used in the last hour, over all containers that it had. In memory only.</summary>
sealed class UsageHistory
{
    readonly Lock _lock = new();
    readonly UsageSeries _recent = new(UsageSampler.ShortestPeriod, TimeSpan.FromMinutes(5));
    readonly UsageSeries _hour = new(UsageSampler.LightPeriod, TimeSpan.FromHours(1));
    UsagePoint? _current;

    /// <summary>When the engine was asked last, whatever it said.</summary>
    public DateTimeOffset AskedAt { get; private set; } = DateTimeOffset.MinValue;

    /// <summary>Null while it does not run, or nobody knows.</summary>
    public UsagePoint? Current
    {
        get
        {
            lock (_lock)
                return _current;
        }
    }

    public IReadOnlyList<UsagePoint> Read(MetricsWindow window, DateTimeOffset now)
    {
        lock (_lock)
            return (window == MetricsWindow.Hour ? _hour : _recent).Until(now);
    }

    /// <param name="usage">Null: it does not run.</param>
    public void Add(string container, ContainerUsage? usage, DateTimeOffset at)
    {
        lock (_lock)
        {
            AskedAt = at;
            if (usage is null)
            {
                _current = null;
                return;
            }

            _recent.Add(container, usage, at);
            _hour.Add(container, usage, at);
            _current = _recent.Until(at)[^1];
        }
    }
}
