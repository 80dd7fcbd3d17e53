using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Services;

namespace Studio.Services;

/// <summary>One service: what it does now, its launches, and what the next launch would run.</summary>
public sealed partial class ServicePage(
    PageDoor door,
    GetService get,
    ListLaunches launches,
    GetLaunch getLaunch,
    ServiceActions actions,
    NavigationManager navigation
) : IDisposable
{
    IReadOnlyList<Crumb> _crumbs = [new("Services", "/services")];
    IReadOnlyList<LinkTab> _tabs = [];
    ServiceView? _view;
    Launch? _launch;
    Launch? _live;
    Problem? _unread;
    Problem? _refusal;
    bool _busy;

    /// <summary>Id or name.</summary>
    [Parameter, EditorRequired]
    public required string Service { get; set; }

    [CascadingParameter]
    Rights? Rights { get; set; }

    ServiceActions Actions => actions;

    bool MayRunCommands => Rights?.Include(Permission.RunCommands) is true;

    string Tab => new Uri(navigation.Uri).Segments[^1].TrimEnd('/');

    string Name => _view!.Definition.Name;

    bool Runs => _view!.State is { ContainerId: not null, Status: not (ServiceStatus.Stopped or ServiceStatus.Failed) };

    public void Dispose() => navigation.LocationChanged -= ShowTab;

    // Another tab is another address of the same page with the same parameters, of which nobody else tells.
    protected override void OnInitialized() => navigation.LocationChanged += ShowTab;

    protected override Task OnParametersSetAsync()
    {
        var page = $"/services/{Service}";
        _tabs =
        [
            new("Overview", page, Exact: true),
            new("Logs", $"{page}/logs"),
            .. MayRunCommands ? [new("Terminal", $"{page}/terminal")] : (ReadOnlySpan<LinkTab>)[],
            new("Metrics", $"{page}/metrics"),
            new("Launches", $"{page}/launches"),
            new("Events", $"{page}/events"),
            new("Preview", $"{page}/preview"),
        ];
        if (_view is not null && Service != Name && Service != $"{_view.Id}")
            _view = null;
        return LoadAsync(default);
    }

    void ShowTab(object? sender, LocationChangedEventArgs change) => _ = InvokeAsync(StateHasChanged);

    async Task LoadAsync(CancellationToken stop)
    {
        var service = await door.RunAsync((actor, project) => get.RunAsync(actor, project, Service, stop));
        if (!service.TryGet(out var view, out _unread))
        {
            // An outage passes: what was seen last is better than nothing.
            if (_unread is Missing or Denied)
                _view = null;
            return;
        }

        _view = view;
        var newest = await door.RunAsync(
            (actor, project) => launches.RunAsync(actor, project, Service, new PageRequest(Size: 1), stop)
        );
        _launch = newest.Succeeded ? newest.Value.Items.FirstOrDefault()?.Launch : null;
        await LoadLiveAsync(view.State.Launch, stop);
    }

    async Task LoadLiveAsync(LaunchId? id, CancellationToken stop)
    {
        if (id is null || id == _launch?.Id)
            _live = _launch;
        else if (id != _live?.Id)
        {
            var found = await door.RunAsync((actor, _) => getLaunch.RunAsync(actor, id.Value, stop));
            _live = found.Succeeded ? found.Value.Launch : null;
        }
    }

    Task LaunchAsync() => RunAsync(() => actions.LaunchAsync(Name));

    async Task RunAsync(Func<Task<Problem?>> action)
    {
        _busy = true;
        _refusal = await action();
        _busy = false;
        if (_refusal is null)
            await LoadAsync(default);
    }
}
