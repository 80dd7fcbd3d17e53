using Microsoft.AspNetCore.Components;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Identity;
using Studio.Projects;

namespace Studio.Services;

/// <summary>One service: what it does now, its launches, and what the next launch would run.</summary>
public sealed partial class ServicePage(
    CurrentActor actors,
    CurrentProject projects,
    GetService get,
    ListLaunches launches,
    ServiceActions actions,
    NavigationManager navigation
)
{
    IReadOnlyList<Crumb> _crumbs = [new("Services", "/services")];
    IReadOnlyList<LinkTab> _tabs = [];
    string _tab = "";
    ServiceView? _view;
    Launch? _launch;
    Problem? _problem;
    bool _busy;

    /// <summary>Id or name.</summary>
    [Parameter, EditorRequired]
    public required string Service { get; set; }

    ServiceActions Actions => actions;

    string Name => _view!.Definition.Name;

    bool Runs => _view!.State is { ContainerId: not null, Status: not (ServiceStatus.Stopped or ServiceStatus.Failed) };

    protected override Task OnParametersSetAsync()
    {
        var page = $"/services/{Service}";
        _tabs =
        [
            new("Overview", page, Exact: true),
            new("Launches", $"{page}/launches"),
            new("Preview", $"{page}/preview"),
        ];
        _tab = new Uri(navigation.Uri).Segments[^1].TrimEnd('/');
        return LoadAsync(default);
    }

    async Task LoadAsync(CancellationToken stop)
    {
        var (actor, project) = (await actors.GetAsync(stop), await projects.GetAsync(stop));
        if (!(await get.RunAsync(actor, project, Service, stop)).TryGet(out var view, out var problem))
        {
            (_view, _problem) = (null, problem);
            return;
        }

        _view = view;
        var newest = await launches.RunAsync(actor, project, Service, new PageRequest(Size: 1), stop);
        _launch = newest.Succeeded ? newest.Value.Items.FirstOrDefault()?.Launch : null;
    }

    Task LaunchAsync() => RunAsync(() => actions.LaunchAsync(Name));

    async Task RunAsync(Func<Task<Problem?>> action)
    {
        _busy = true;
        _problem = await action();
        _busy = false;
        if (_problem is null)
            await LoadAsync(default);
    }
}
