using Bunit;
using Studio.Domain.Engine;
using Studio.Domain.Metrics;
using Studio.Metrics;
using Studio.Tests.Components;

namespace Studio.Tests.Metrics;

public sealed class UsageChartsTests : ComponentTest
{
    static readonly DateTimeOffset _now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, 10, 5)]
    [InlineData(37, 40, 10)]
    [InlineData(1234, 1500, 500)]
    public void A_scale_ends_at_a_round_number_above_the_peak(double peak, double max, double step) =>
        Assert.Equal(new ChartScale(max, step), ChartScale.Of(peak));

    [Theory]
    [InlineData(1024, 1024, 512)]
    [InlineData(300 << 20, 300 << 20, 100 << 20)]
    [InlineData(1.2 * (1 << 30), 1.5 * (1 << 30), 0.5 * (1 << 30))]
    public void A_scale_of_bytes_is_round_in_binary_units(double peak, double max, double step) =>
        Assert.Equal(new ChartScale(max, step), ChartScale.OfBytes(peak));

    [Fact]
    public void The_limit_is_drawn_once_the_memory_comes_near_it()
    {
        Assert.Equal(["in use"], Chart("Memory", Point(0, memory: 20 << 20)).Lines.Select(line => line.Name));

        var near = Chart("Memory", Point(0, memory: 200 << 20));

        Assert.Equal(["in use", "limit"], near.Lines.Select(line => line.Name));
        Assert.Equal("200 MiB of 256 MiB (78 %)", near.Lines[0].Figure);
        Assert.True(near.Scale.Max >= 256 << 20);
    }

    [Fact]
    public void A_point_without_rates_is_in_no_chart_of_rates()
    {
        var cpu = Chart("CPU", Point(-4, null), Point(-2, 12.34), Point(0, 5));

        Assert.Equal([new(-2, 12.34), new(0, 5)], Assert.Single(cpu.Lines).Points);
        Assert.Equal("5 %", cpu.Lines[0].Figure);
    }

    [Fact]
    public void What_does_not_run_has_no_figure()
    {
        var charts = UsageCharts.Of(new ServiceMetrics(MetricsState.NotRunning, null, [Point(0, 5)], _now));

        Assert.All(charts.SelectMany(chart => chart.Lines), line => Assert.Null(line.Figure));
    }

    [Fact]
    public void A_sparkline_goes_from_the_first_point_to_the_newest_and_stays_within_its_frame()
    {
        var line = Draw(Point(-600, 0), Point(-300, 50), Point(0, 100));

        Assert.Equal("M0 19L32 10L64 1", line.Find("path").GetAttribute("d"));
        Assert.Equal("true", line.Find("svg").GetAttribute("aria-hidden"));
    }

    [Fact]
    public void Noise_stays_at_the_bottom_of_a_sparkline_and_one_point_is_no_line()
    {
        Assert.Equal("M0 19L64 17.2", Draw(Point(-600, 0), Point(0, 1)).Find("path").GetAttribute("d"));
        Assert.Empty(Draw(Point(-600, null), Point(0, 1)).FindAll("svg"));
    }

    [Fact]
    public void A_chart_says_in_words_what_its_picture_shows()
    {
        var chart = Chart("CPU", Point(-2, 80), Point(0, 5));
        JSInterop
            .Setup<Radzen.Blazor.Rendering.Rect>("Radzen.createChart", _ => true)
            .SetResult(new Radzen.Blazor.Rendering.Rect { Width = 400, Height = 176 });

        var shown = Render<UsageChart>(with =>
            with.Add(it => it.Title, chart.Title)
                .Add(it => it.Lines, chart.Lines)
                .Add(it => it.Scale, chart.Scale)
                .Add(it => it.Format, chart.Format)
                .Add(it => it.Length, TimeSpan.FromMinutes(5))
        );

        Assert.Equal(
            "CPU over the last 5 minutes. Most of one core: 80 %.",
            shown.Find("[role=img]").GetAttribute("aria-label")
        );
        Assert.Equal("5 %", shown.Find("dd").TextContent);
    }

    IRenderedComponent<Sparkline> Draw(params UsagePoint[] points) =>
        Render<Sparkline>(with =>
            with.Add(it => it.Points, points)
                .Add(it => it.Value, point => point.Rates?.CpuPercent)
                .Add(it => it.Least, 10)
        );

    static ChartOfUsage Chart(string title, params UsagePoint[] points) =>
        UsageCharts
            .Of(new ServiceMetrics(MetricsState.Measured, points[^1], points, _now))
            .Single(chart => chart.Title == title);

    static UsagePoint Point(double second, double? cpu = 0, long memory = 1 << 20) =>
        new(
            _now.AddSeconds(second),
            new ContainerUsage(default, 0, memory, 256 << 20, 0, 0, 0, 0, 1),
            cpu is { } percent ? new UsageRates(percent, 0, 0, 0, 0) : null
        );
}
