using Studio.Components;
using Studio.Domain.Metrics;

namespace Studio.Metrics;

/// <summary>One chart: what is drawn, on which scale.</summary>
public sealed record ChartOfUsage(
    string Title,
    IReadOnlyList<ChartLine> Lines,
    ChartScale Scale,
    Func<double, string> Format
);

/// <summary>The charts of a service. Each scale has a least height, so that noise looks like noise.</summary>
public static class UsageCharts
{
    const string First = "var(--accent)";
    const string Second = "var(--warning)";
    const string Limit = "var(--danger)";

    const double Kibibyte = 1024;
    const double Mebibyte = 1024 * 1024;

    public static IReadOnlyList<ChartOfUsage> Of(ServiceMetrics metrics)
    {
        return
        [
            Chart("CPU", 10, ChartScale.Of, UsageWords.Percent, Rates("of one core", First, rates => rates.CpuPercent)),
            Memory(metrics),
            Chart(
                "Network",
                Kibibyte,
                ChartScale.OfBytes,
                UsageWords.PerSecond,
                Rates("received", First, rates => rates.Received),
                Rates("sent", Second, rates => rates.Sent)
            ),
            Chart(
                "Block I/O",
                Kibibyte,
                ChartScale.OfBytes,
                UsageWords.PerSecond,
                Rates("read", First, rates => rates.Read),
                Rates("written", Second, rates => rates.Written)
            ),
            Chart(
                "Processes",
                4,
                ChartScale.Of,
                UsageWords.Number,
                Line("and threads", First, point => point.Usage.Pids)
            ),
        ];

        Line Rates(string name, string color, Func<UsageRates, double> value) =>
            Line(name, color, point => point.Rates is { } rates ? value(rates) : null);

        Line Line(string name, string color, Func<UsagePoint, double?> value) =>
            new(name, color, metrics.Current is { } now ? value(now) : null, Points(metrics, value));
    }

    static ChartOfUsage Memory(ServiceMetrics metrics)
    {
        var points = Points(metrics, point => point.Usage.MemoryBytes);
        var peak = Math.Max(Mebibyte, points.Max(point => point.Value));
        List<ChartLine> lines = [new("in use", metrics.Current is { } now ? Used(now) : null, First, points)];
        // Far below its limit a service is a flat line if both are to be seen.
        var limit = metrics.Points[^1].Usage.MemoryLimitBytes;
        if (peak > limit / 2.0)
        {
            lines.Add(new("limit", ByteSize.Text(limit), Limit, Points(metrics, _ => limit)));
            peak = Math.Max(peak, limit);
        }

        return new ChartOfUsage("Memory", lines, ChartScale.OfBytes(peak), bytes => ByteSize.Text((long)bytes));
    }

    static string Used(UsagePoint now)
    {
        var (used, limit) = (now.Usage.MemoryBytes, now.Usage.MemoryLimitBytes);
        return limit > 0
            ? $"{UsageWords.Of(used, limit)} ({UsageWords.Percent(100.0 * used / limit)})"
            : ByteSize.Text(used);
    }

    static ChartOfUsage Chart(
        string title,
        double least,
        Func<double, ChartScale> scale,
        Func<double, string> format,
        params IReadOnlyList<Line> lines
    )
    {
        var peak = lines.SelectMany(line => line.Points).Select(point => point.Value).Append(least).Max();
        return new ChartOfUsage(
            title,
            [
                .. lines.Select(line => new ChartLine(
                    line.Name,
                    line.Now is { } now ? format(now) : null,
                    line.Color,
                    line.Points
                )),
            ],
            scale(peak),
            format
        );
    }

    static IReadOnlyList<ChartPoint> Points(ServiceMetrics metrics, Func<UsagePoint, double?> value) =>
        [
            .. metrics
                .Points.Select(point => ((point.At - metrics.At).TotalSeconds, Value: value(point)))
                .Where(point => point.Value is not null)
                .Select(point => new ChartPoint(point.TotalSeconds, point.Value!.Value)),
        ];

    sealed record Line(string Name, string Color, double? Now, IReadOnlyList<ChartPoint> Points);
}
