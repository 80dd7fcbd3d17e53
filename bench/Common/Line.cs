using System.Globalization;

namespace Studio.Bench.Common;

/// <summary>A line of the table.</summary>
/// <param name="Target">In words.</param>
/// <param name="Met">Null: not measured.</param>
/// <param name="Note">What a reader has to know to believe the figure.</param>
sealed record Line(
    string What,
    string Against,
    string Result,
    string Figures,
    string Target,
    bool? Met,
    string Note = ""
)
{
    public static Line Of(string what, string against, Pair pair, double target, string note = "") =>
        new(
            what,
            against,
            $"{Number(pair.Ratio)}x",
            $"{pair.Ours}; against {pair.Theirs}",
            $"<= {Number(target)}",
            pair.Ratio <= target,
            note
        );

    public static Line Unmeasured(string what, string reason) => new(what, "", "", "", "", null, reason);

    public string ToMarkdown()
    {
        var verdict = Met switch
        {
            true => "met",
            false => "**missed**",
            null => "not measured",
        };
        return $"| {What} | {Against} | {Result} | {Figures} | {Target} | {verdict} | {Note} |";
    }

    public static string Number(double value) => value.ToString("0.00", CultureInfo.InvariantCulture);
}
