using System.Globalization;

namespace Studio.Components;

/// <summary>Times and durations for people.</summary>
public static class Relative
{
    /// <summary>
    /// <c>just now</c>, <c>3 minutes ago</c>, <c>in 2 days</c>; the date itself (<c>4 March 2025</c>) when further than 30 days
    /// away. Always rounded down, as a clock does.
    /// </summary>
    public static string Text(DateTimeOffset at, DateTimeOffset now)
    {
        var distance = (now - at).Duration();
        if (distance < TimeSpan.FromSeconds(45))
            return "just now";
        if (distance > TimeSpan.FromDays(30))
            return at.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        var words = distance switch
        {
            { TotalHours: < 1 } => Count(Math.Max(1, distance.Minutes), "minute"),
            { TotalDays: < 1 } => Count(distance.Hours, "hour"),
            _ => Count(distance.Days, "day"),
        };
        return at < now ? $"{words} ago" : $"in {words}";
    }

    /// <summary><c>0.4 s</c>, <c>12 s</c>, <c>3 min 05 s</c>, <c>2 h 07 min</c>.</summary>
    public static string Elapsed(TimeSpan time) =>
        time switch
        {
            { TotalSeconds: < 10 } => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.0} s"),
            { TotalMinutes: < 1 } => $"{time.Seconds} s",
            { TotalHours: < 1 } => $"{time.Minutes} min {time.Seconds:00} s",
            _ => $"{(int)time.TotalHours} h {time.Minutes:00} min",
        };

    static string Count(int number, string unit) => number == 1 ? $"1 {unit}" : $"{number} {unit}s";
}
