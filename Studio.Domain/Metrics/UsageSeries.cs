using Studio.Domain.Engine;

namespace Studio.Domain.Metrics;

/// <summary>
/// Points of one service at least a step apart, over a length of time: never more than fit. Each one's rates are those of the whole
/// step, worked out of the counters at its ends, so nothing that happened in between is lost.
/// </summary>
sealed class UsageSeries(TimeSpan step, TimeSpan length)
{
    // Timers are not exact: what comes a little early is the next point all the same.
    readonly TimeSpan _shortestStep = 0.95 * step;
    readonly Queue<UsagePoint> _points = new();
    string? _container;
    UsagePoint? _last;

    int Capacity => (int)(length / step) + 1;

    public void Add(string container, ContainerUsage usage, DateTimeOffset at)
    {
        // Another container counts from nothing.
        var before = _container == container ? _last : null;
        if (before is not null && at - before.At < _shortestStep)
            return;
        _container = container;
        _last = new UsagePoint(at, usage, before is null ? null : UsageRates.Between(before.Usage, usage));
        _points.Enqueue(_last);
        while (_points.Count > Capacity || _points.Peek().At < at - length)
            _points.Dequeue();
    }

    public IReadOnlyList<UsagePoint> Until(DateTimeOffset now) => [.. _points.Where(point => point.At >= now - length)];
}
