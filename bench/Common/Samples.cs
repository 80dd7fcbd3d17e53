using System.Diagnostics;
using System.Globalization;

namespace Studio.Bench.Common;

/// <summary>What was measured, run by run.</summary>
sealed class Samples(string unit = "ms")
{
    readonly List<double> _values = [];

    public double Median => _values.Count == 0 ? double.NaN : _values.Order().ElementAt(_values.Count / 2);

    public void Add(double value) => _values.Add(value);

    public void Add(TimeSpan time) => Add(time.TotalMilliseconds);

    /// <summary>min / median / max.</summary>
    public override string ToString() =>
        $"{Short(_values.Min())} / {Short(Median)} / {Short(_values.Max())} {unit} (n={_values.Count})";

    static string Short(double value) =>
        value.ToString(
            value < 10 ? "0.00"
                : value < 100 ? "0.0"
                : "0",
            CultureInfo.InvariantCulture
        );
}

/// <summary>Two ways to the same end, measured in turns, since a machine is not equally fast all the time.</summary>
sealed class Pair
{
    public Samples Ours { get; } = new();

    public Samples Theirs { get; } = new();

    /// <summary>Of the medians.</summary>
    public double Ratio => Ours.Median / Theirs.Median;

    /// <param name="warmUp">Turns that are not counted.</param>
    /// <param name="ours">Returns how long it took, without what had to be prepared.</param>
    public static async Task<Pair> RunAsync(
        int turns,
        int warmUp,
        Func<Task<TimeSpan>> ours,
        Func<Task<TimeSpan>> theirs
    )
    {
        var pair = new Pair();
        for (var turn = -warmUp; turn < turns; turn++)
        {
            // Who goes first changes, for what one leaves behind may be in the way of the other.
            var oursFirst = turn % 2 == 0;
            var first = await (oursFirst ? ours : theirs)();
            var second = await (oursFirst ? theirs : ours)();
            if (turn < 0)
                continue;
            pair.Ours.Add(oursFirst ? first : second);
            pair.Theirs.Add(oursFirst ? second : first);
        }
        return pair;
    }

    public static async Task<TimeSpan> TimeAsync(Func<Task> act)
    {
        var start = Stopwatch.GetTimestamp();
        await act();
        return Stopwatch.GetElapsedTime(start);
    }
}
