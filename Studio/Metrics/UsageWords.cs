using System.Globalization;
using Studio.Components;

namespace Studio.Metrics;

/// <summary>How what services use is said to people.</summary>
public static class UsageWords
{
    /// <summary><c>0.4 %</c>, <c>12 %</c>, <c>230 %</c>.</summary>
    public static string Percent(double percent) => $"{Number(percent)} %";

    /// <summary>One decimal where it tells something.</summary>
    public static string Number(double value) =>
        value.ToString(Math.Abs(value) < 10 ? "0.#" : "0", CultureInfo.InvariantCulture);

    /// <summary><c>1.5 KiB/s</c>.</summary>
    public static string PerSecond(double bytes) => $"{ByteSize.Text((long)bytes)}/s";

    /// <summary><c>2 KiB of 8 GiB</c>.</summary>
    public static string Of(long bytes, long limit) => $"{ByteSize.Text(bytes)} of {ByteSize.Text(limit)}";

    /// <summary>How long ago a moment of a chart was: <c>5 min</c>, <c>now</c>.</summary>
    public static string Ago(double seconds) => seconds >= 0 ? "now" : $"{Number(-seconds / 60)} min";
}
