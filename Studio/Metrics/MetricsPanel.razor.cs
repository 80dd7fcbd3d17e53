using Microsoft.AspNetCore.Components;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Metrics;

namespace Studio.Metrics;

/// <summary>What a service uses and has used, as live charts. Nothing is asked any more once the panel is left.</summary>
public sealed partial class MetricsPanel(PageDoor door, GetServiceMetrics get, NavigationManager navigation)
{
    const string Hour = "1h";

    ServiceMetrics? _metrics;
    TimeSpan _length;
    Problem? _problem;

    /// <summary>Id of a service.</summary>
    [Parameter, EditorRequired]
    public required string Service { get; set; }

    /// <summary><c>1h</c>; otherwise five minutes.</summary>
    [SupplyParameterFromQuery]
    public string? Window { get; set; }

    MetricsWindow Span => Window == Hour ? MetricsWindow.Hour : MetricsWindow.FiveMinutes;

    protected override Task OnParametersSetAsync() => LoadAsync(default);

    async Task LoadAsync(CancellationToken stop)
    {
        var window = Span;
        var result = await door.RunAsync((actor, project) => get.RunAsync(actor, project, Service, window, stop));
        // Somebody chose another window while this was asked.
        if (window != Span)
            return;
        if (result.TryGet(out var found, out _problem))
            (_metrics, _length) = (found, TimeSpan.FromMinutes(window == MetricsWindow.Hour ? 60 : 5));
    }

    string Address(string? window) => navigation.GetUriWithQueryParameter("window", window);

    static string EmptyText(MetricsState state) =>
        state switch
        {
            MetricsState.NotRunning => "The service does not run, so it uses nothing. Launch it to see what it uses.",
            MetricsState.EngineAway => "The engine is not reachable, so nobody knows what the service uses.",
            MetricsState.Sealed => "Nothing is measured while Studio is sealed.",
            _ => "The service has just started. Its first figures come in a moment.",
        };
}
