using System.Globalization;
using System.Text.RegularExpressions;
using Studio.Client.Logs;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.Logs;
using Studio.Domain.Redaction;

namespace Studio.Logs;

/// <summary>What can be asked of logs, as it stands in an address.</summary>
/// <param name="Since">RFC 3339, seconds since 1970, or how long ago: <c>90s</c>, <c>10m</c>, <c>1h30m</c>, <c>2d</c>.</param>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Instance">Id of a launch.</param>
/// <param name="Download">Plain text as a file.</param>
readonly partial record struct LogParameters(
    string? Follow,
    string? Tail,
    string? Since,
    string? Until,
    string? Timestamps,
    string? Search,
    string? Stream,
    string? Instance,
    string? Download
)
{
    public Result<LogQuery> ToQuery(TimeProvider clock)
    {
        List<FieldError> errors = [];
        var query = new LogQuery
        {
            Follow = Yes("follow", Follow),
            Tail = Number("tail", Tail),
            Since = Moment("since", Since),
            Until = Moment("until", Until),
            Search = Search,
            IsError = Stream switch
            {
                null or "" => null,
                "stdout" => false,
                "stderr" => true,
                _ => Wrong<bool?>("stream", "Use stdout or stderr."),
            },
            Instance = Instance switch
            {
                null or "" => null,
                _ when WireId.TryParse<LaunchId>(Instance, out var launch) => launch,
                _ => Wrong<LaunchId?>("instance", "Use the id of a launch of this service: launch-…."),
            },
        };
        Yes("timestamps", Timestamps);
        Yes("download", Download);
        return errors is [] ? query : new Invalid([.. errors]);

        T? Wrong<T>(string field, string rule)
        {
            errors.Add(new(field, rule));
            return default;
        }

        bool Yes(string field, string? text) => IsYes(text) ?? Wrong<bool>(field, "Use true or false.");

        int? Number(string field, string? text) =>
            text is null or "" or "all" ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
            : Wrong<int?>(field, $"Use 0 to {LogQuery.MostTail}, or leave it out for everything.");

        DateTimeOffset? Moment(string field, string? text) =>
            text is null or "" ? null
            : TryReadMoment(text, clock, out var moment) ? moment
            : Wrong<DateTimeOffset?>(
                field,
                "Use a time such as 2026-01-31T12:00:00Z, seconds since 1970, or how long ago, such as 10m."
            );
    }

    /// <summary>A parameter without a value is a yes.</summary>
    public static bool? IsYes(string? text) =>
        text switch
        {
            null or "false" or "0" => false,
            "" or "true" or "1" => true,
            _ => null,
        };

    public static bool TryReadMoment(string text, TimeProvider clock, out DateTimeOffset moment)
    {
        // A plus in a query is a space, and people write times with a zone as they are.
        if (
            text.Length > 10
            && text[4] == '-'
            && DateTimeOffset.TryParse(
                text.Replace(' ', '+'),
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out moment
            )
        )
            return true;
        if (
            decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds < 253_402_300_800
        )
        {
            moment = DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));
            return true;
        }

        moment = default;
        if (Ago().Match(text) is not { Success: true } ago)
            return false;
        var length = Part("d", 86_400) + Part("h", 3600) + Part("m", 60) + Part("s", 1);
        if (length > 3_153_600_000)
            return false;
        moment = clock.GetUtcNow().AddSeconds(-length);
        return true;

        double Part(string unit, int worth) =>
            ago.Groups[unit].Success ? double.Parse(ago.Groups[unit].Value, CultureInfo.InvariantCulture) * worth : 0;
    }

    [GeneratedRegex(@"\A(?=\d)((?<d>\d{1,5})d)?((?<h>\d{1,6})h)?((?<m>\d{1,8})m)?((?<s>\d{1,9})s)?\z")]
    private static partial Regex Ago();
}

static class LogsMapping
{
    /// <summary>How Studio's own remarks are told from what the container printed: they have no number.</summary>
    public static LogLineResponse ToResponse(this RedactedLine line) =>
        new(
            line.At,
            line.IsRemark ? "studio"
                : line.IsError ? "stderr"
                : "stdout",
            $"{line.Text}"
        );

    public static LogInstanceResponse ToResponse(this LogInstance instance) =>
        new(
            $"{instance.Launch.Id}",
            instance.Launch.Revision,
            WireWords.Word(instance.Launch.State),
            instance.Launch.CreatedAt,
            instance.IsKept
        );
}
