using Studio.Domain.Engine;
using Studio.Domain.Metrics;

namespace Studio.Tests.Metrics;

public sealed class UsageSeriesTests
{
    static readonly DateTimeOffset _start = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    readonly UsageSeries _minute = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    [Fact]
    public void A_rate_is_what_was_counted_over_the_time_that_the_engine_took()
    {
        var rates = UsageRates.Between(Usage(0), Usage(2, cpuSeconds: 3, bytes: 1000));

        Assert.Equal(new UsageRates(150, 500, 1000, 1500, 2000), rates);
    }

    [Fact]
    public void There_is_no_rate_over_a_restart_or_without_time()
    {
        Assert.Null(UsageRates.Between(Usage(0, cpuSeconds: 5), Usage(2, cpuSeconds: 1)));
        Assert.Null(UsageRates.Between(Usage(2), Usage(2, cpuSeconds: 1)));
    }

    [Fact]
    public void An_interface_that_went_away_gives_no_negative_rate()
    {
        var rates = UsageRates.Between(Usage(0, bytes: 1000), Usage(1, cpuSeconds: 1, bytes: 0));

        Assert.Equal(new UsageRates(100, 0, 0, 0, 0), rates);
    }

    [Fact]
    public void The_first_point_of_each_container_has_no_rate()
    {
        Add(0, "a", cpuSeconds: 100);
        Add(1, "a", cpuSeconds: 101);
        Add(2, "b", cpuSeconds: 500);
        Add(3, "b", cpuSeconds: 500.5);

        Assert.Equal([null, 100, null, 50], Points(3).Select(point => point.Rates?.CpuPercent));
    }

    [Fact]
    public void However_often_one_looks_there_are_no_more_points_than_steps()
    {
        for (var tenth = 0; tenth <= 6000; tenth++)
            Add(tenth / 10.0, "a");

        var points = Points(600);

        Assert.Equal(61, points.Count);
        Assert.Equal(_start.AddMinutes(9), points[0].At);
        Assert.Equal(_start.AddMinutes(10), points[^1].At);
    }

    [Fact]
    public void What_comes_a_little_early_is_the_next_point()
    {
        Add(0, "a");
        Add(0.96, "a");
        Add(1.5, "a");

        Assert.Equal([_start, _start.AddSeconds(0.96)], Points(2).Select(point => point.At));
    }

    [Fact]
    public void A_step_counts_what_happened_between_the_looks_in_it()
    {
        Add(0, "a");
        Add(0.5, "a", cpuSeconds: 0.4);
        Add(1, "a", cpuSeconds: 0.5);

        Assert.Equal(50, Points(1)[^1].Rates!.CpuPercent, 6);
    }

    [Fact]
    public void What_is_older_than_the_series_is_long_is_not_shown()
    {
        Add(0, "a");
        Add(50, "a");

        Assert.Equal(_start.AddSeconds(50), Assert.Single(Points(61)).At);
        Assert.Empty(Points(200));
    }

    internal static ContainerUsage Usage(double second, double cpuSeconds = 0, long bytes = 0, long memory = 1 << 20) =>
        new(
            _start.AddSeconds(second),
            (long)(cpuSeconds * 1e9),
            memory,
            256 << 20,
            bytes,
            2 * bytes,
            3 * bytes,
            4 * bytes,
            2
        );

    void Add(double second, string container, double cpuSeconds = 0) =>
        _minute.Add(container, Usage(second, cpuSeconds), _start.AddSeconds(second));

    IReadOnlyList<UsagePoint> Points(double second) => _minute.Until(_start.AddSeconds(second));
}
