using Microsoft.AspNetCore.Components;
using Studio.Domain.Projects;

namespace Studio.Logs;

/// <summary>What of a log is wanted, as it stands in the address of a page; each part may be missing or wrong.</summary>
/// <param name="Stream"><c>stdout</c> or <c>stderr</c>.</param>
/// <param name="Since">A time, or how long ago.</param>
/// <param name="Until">As <paramref name="Since"/>.</param>
/// <param name="Instance">Id of the launch whose container is meant; null: the live one.</param>
/// <param name="At">Time of a line that a link leads to.</param>
sealed record LogAddress(string? Search, string? Stream, string? Since, string? Until, string? Instance, string? At)
{
    /// <param name="errors">What is wrong, by part.</param>
    public LogView ToView(TimeProvider clock, IDictionary<string, string> errors) =>
        new(
            Search,
            Stream switch
            {
                "stdout" => false,
                "stderr" => true,
                _ => null,
            },
            Moment(nameof(Since), Since, clock, errors),
            Moment(nameof(Until), Until, clock, errors),
            Moment(nameof(At), At, clock, errors)
        );

    /// <summary>Address of the same lines as a file.</summary>
    public string Download(NavigationManager navigation, string service, LogTimes times) =>
        navigation.GetUriWithQueryParameters(
            $"/api/v1/projects/{Project.DefaultName}/services/{service}/logs",
            new Dictionary<string, object?>
            {
                ["search"] = Search,
                ["stream"] = Stream,
                ["since"] = Since,
                ["until"] = Until,
                ["instance"] = Instance,
                ["timestamps"] = times == LogTimes.None ? null : "true",
                ["download"] = "true",
            }
        );

    static DateTimeOffset? Moment(string field, string? text, TimeProvider clock, IDictionary<string, string> errors)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        if (LogParameters.TryReadMoment(text, clock, out var moment))
            return moment;
        errors[field] = "Use a time such as 2026-01-31T12:00:00Z, or how long ago, such as 10m.";
        return null;
    }
}
