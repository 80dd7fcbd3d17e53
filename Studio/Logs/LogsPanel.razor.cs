using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Logs;

namespace Studio.Logs;

/// <summary>What a service prints, live. What is wanted stands in the address, so that a link shows the same.</summary>
public sealed partial class LogsPanel(
    PageDoor door,
    OpenServiceLogs open,
    NavigationManager navigation,
    IJSRuntime browser,
    TimeProvider clock
) : IDisposable
{
    /// <summary>Often enough to feel live, seldom enough for a hundred open pages.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    readonly Dictionary<string, string> _errors = [];
    LogWindow? _window;
    LogLines? _lines;
    LogView? _view;
    LogAddress? _given;
    Problem? _problem;
    TimeZoneInfo _zone = TimeZoneInfo.Utc;
    LogTimes _times;
    int _version;
    int _count = -1;
    bool _isPaused;
    bool _wrap;
    bool _disposed;

    /// <summary>Id of a service.</summary>
    [Parameter, EditorRequired]
    public required string Service { get; set; }

    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    /// <summary><c>stdout</c> or <c>stderr</c>.</summary>
    [SupplyParameterFromQuery]
    public string? Stream { get; set; }

    /// <summary>A time, or how long ago.</summary>
    [SupplyParameterFromQuery]
    public string? Since { get; set; }

    /// <inheritdoc cref="Since"/>
    [SupplyParameterFromQuery]
    public string? Until { get; set; }

    /// <summary>Id of the launch whose container is meant; null: the live one.</summary>
    [SupplyParameterFromQuery]
    public string? Instance { get; set; }

    /// <summary>Time of a line that a link leads to.</summary>
    [SupplyParameterFromQuery]
    public string? At { get; set; }

    /// <summary>Text that stands out.</summary>
    [SupplyParameterFromQuery]
    public string? Mark { get; set; }

    LogAddress Address => new(Search, Stream, Since, Until, Instance, At);

    bool IsFiltered => _view is { IsSearch: true } or { Since: not null } or { Until: not null };

    public void Dispose()
    {
        _disposed = true;
        _window?.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        // "10m" is another moment each time: what is written counts.
        if (_window is not null && _given == Address)
            return;
        if (_given?.Instance != Instance)
            Close();
        _given = Address;
        _errors.Clear();
        _view = _given.ToView(clock, _errors);
        if (_window is null)
            await OpenAsync();
        else
            await ShowAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        var zone = await browser.InvokeAsync<string?>("studio.zone");
        if (zone is not null && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found))
            _zone = found;
        StateHasChanged();
    }

    async Task OpenAsync()
    {
        var instance = Instance;
        LaunchId launch = default;
        if (!string.IsNullOrEmpty(instance) && !WireId.TryParse(instance, out launch))
        {
            _problem = new Missing("The launch");
            return;
        }

        var opened = await door.RunAsync(
            (actor, project) => open.RunAsync(actor, project, Service, launch == default ? null : launch, default)
        );
        if (!opened.TryGet(out var book, out _problem))
            return;
        if (_disposed || instance != Instance || _window is not null)
        {
            book.Dispose();
            return;
        }

        _window = new LogWindow(book);
        await ShowAsync();
    }

    async Task ShowAsync()
    {
        await LookAsync(actor => _window!.ShowAsync(actor, _view!, default));
        _version++;
    }

    async Task RefreshAsync(CancellationToken stop)
    {
        if (_window is null)
        {
            // It may have been launched in the meantime.
            await OpenAsync();
            return;
        }

        if (_isPaused)
            return;
        await LookAsync(actor => _window.RefreshAsync(actor, stop));
        if (_window is null)
            return;
        if (_window.Count == _count && _window.Progress is null)
            return;
        _count = _window.Count;
        if (_lines is not null)
            await _lines.RefreshAsync();
    }

    /// <summary>Looks as who is signed in now. Whoever may not see it any more does not keep what was seen.</summary>
    async Task LookAsync(Func<Actor, Task<Problem?>> look)
    {
        var done = await door.RunAsync(
            async (actor, _) => await look(actor) is { } problem ? problem : Result<Done>.Success(Done.Value)
        );
        done.TryGet(out _, out _problem);
        if (_problem is not Denied)
            return;
        Close();
    }

    void Close()
    {
        _window?.Dispose();
        (_window, _count) = (null, -1);
    }

    string Summary(LogWindow window)
    {
        var lines = window.Count == 1 ? "1 line" : $"{window.Count.ToString("N0", CultureInfo.InvariantCulture)} lines";
        if (window.Hidden > 0)
            lines +=
                $"; {window.Hidden.ToString("N0", CultureInfo.InvariantCulture)} older ones are found by time or by text";
        if (window.Dropped > 0)
            lines +=
                $"; {window.Dropped.ToString("N0", CultureInfo.InvariantCulture)} lines dropped: the engine keeps the last ones only";
        return $"{lines}.";
    }
}
