using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web.Virtualization;
using Studio.Domain.Redaction;

namespace Studio.Logs;

/// <summary>How the time of a line is shown.</summary>
public enum LogTimes
{
    Local,
    Utc,
    None,
}

/// <summary>
/// The lines of a log as a list of which only what is seen is made. studio.js keeps it at its end as long as that is where one looks.
/// </summary>
public sealed partial class LogLines(NavigationManager navigation)
{
    /// <summary>Pixels, as the style sheet has it.</summary>
    const int RowHeight = 20;

    const int WrappedLines = 1000;

    Virtualize<RedactedLine>? _list;
    IReadOnlyList<RedactedLine> _wrapped = [];
    int? _start;
    object? _shown;

    [Parameter, EditorRequired]
    public required LogWindow Window { get; set; }

    /// <summary>Another number when the list is another one.</summary>
    [Parameter]
    public int Version { get; set; }

    /// <summary>Long lines go on below.</summary>
    [Parameter]
    public bool Wrap { get; set; }

    [Parameter]
    public LogTimes Times { get; set; }

    [Parameter]
    public TimeZoneInfo Zone { get; set; } = TimeZoneInfo.Utc;

    [Parameter]
    public string? Search { get; set; }

    /// <summary>Time of the line that a link leads to: the list begins there.</summary>
    [Parameter]
    public DateTimeOffset? Marked { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (Marked is { } moment && !Equals(_shown, (Version, moment)))
        {
            _shown = (Version, moment);
            // A few lines above it.
            _start = Math.Max(0, await Window.FindAsync(moment, default) - 5) * RowHeight;
        }
        else if (Marked is null)
            _start = null;

        await RefreshAsync();
    }

    /// <summary>There may be more lines.</summary>
    public async Task RefreshAsync()
    {
        if (!Wrap)
        {
            if (_list is not null)
                await _list.RefreshDataAsync();
            return;
        }

        var middle = Marked is { } moment ? await Window.FindAsync(moment, default) + (WrappedLines / 2) : Window.Count;
        var end = Math.Min(Window.Count, middle);
        _wrapped = await Window.ReadAsync(Math.Max(0, end - WrappedLines), WrappedLines, default);
    }

    async ValueTask<ItemsProviderResult<RedactedLine>> ReadAsync(ItemsProviderRequest request) =>
        new(await Window.ReadAsync(request.StartIndex, request.Count, request.CancellationToken), Window.Count);

    string? TimeOf(RedactedLine line) =>
        Times switch
        {
            LogTimes.Local => Text(TimeZoneInfo.ConvertTime(line.At, Zone)),
            LogTimes.Utc => Text(line.At.ToUniversalTime()),
            _ => null,
        };

    static string Text(DateTimeOffset at) => at.ToString("MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture);

    string AddressOf(RedactedLine line) =>
        navigation.GetUriWithQueryParameters(
            new Dictionary<string, object?>
            {
                // Another container may be live by the time that somebody follows the link.
                ["instance"] = $"{Window.Launch}",
                ["at"] = line.At.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
                ["search"] = null,
                ["mark"] = Search,
                ["stream"] = null,
                ["since"] = null,
                ["until"] = null,
            }
        );
}
