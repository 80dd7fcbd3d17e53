namespace Studio.Metrics;

/// <summary>The value axis of a chart: from zero to a round number above the peak, in a few round steps.</summary>
/// <param name="Max">A multiple of <paramref name="Step"/>.</param>
public sealed record ChartScale(double Max, double Step)
{
    const int MostSteps = 4;

    static readonly double[] Round = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];

    /// <summary>For amounts without a unit, or in percent.</summary>
    public static ChartScale Of(double peak) => Of(peak, Math.Pow(1000, Math.Floor(Math.Log(peak, 1000))));

    /// <summary>For bytes: round in KiB, MiB, GiB.</summary>
    public static ChartScale OfBytes(double peak) => Of(peak, Math.Pow(1024, Math.Floor(Math.Log(peak, 1024))));

    static ChartScale Of(double peak, double unit)
    {
        var step = Array.Find(Round, round => round * unit * MostSteps >= peak) * unit;
        return new ChartScale(Math.Ceiling(peak / step) * step, step);
    }
}
