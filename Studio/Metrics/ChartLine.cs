namespace Studio.Metrics;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it is, such as "received".</param>
/// <param name="Figure">How much it is now, with its unit; null: not known.</param>
/// <param name="Color">A CSS colour.</param>
public sealed record ChartLine(string Name, string? Figure, string Color, IReadOnlyList<ChartPoint> Points);

/// <param name="Second">Of the window's end, so zero or less.</param>
public sealed record ChartPoint(double Second, double Value);
