using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Identity;
using Studio.Projects;
using Studio.Services;

namespace Studio.Launches;

/// <summary>One launch, live while it goes on.</summary>
public sealed partial class LaunchPanel(
    CurrentActor actors,
    CurrentProject projects,
    GetLaunch get,
    GetService getService,
    FollowLaunch follow,
    ServiceActions actions
)
{
    IReadOnlyList<Crumb> _crumbs = [];
    LaunchProgress _progress = null!;
    NextStep? _next;
    Problem? _problem;

    /// <summary>As it was when the page was opened; read again when a step or the launch ends.</summary>
    [Parameter, EditorRequired]
    public required LaunchView View { get; set; }

    protected override Task OnInitializedAsync()
    {
        _progress = new(View.Launch);
        _crumbs =
        [
            new("Services", "/services"),
            new(View.ServiceName, $"/services/{View.ServiceName}"),
            new("Launches", $"/services/{View.ServiceName}/launches"),
        ];
        return AdviseAsync();
    }

    protected override async IAsyncEnumerable<LaunchEvent> StreamAsync([EnumeratorCancellation] CancellationToken stop)
    {
        if (View.Launch.HasEnded)
            yield break;
        var events = await follow.RunAsync(await actors.GetAsync(stop), View.Launch.Id, stop);
        if (!events.TryGet(out var found, out _problem))
            yield break;
        await foreach (var happened in found)
        {
            // The record has what no event tells: digest, versions, last lines. It is there before the event is.
            if (happened.Pull is null)
                await ReadAsync(stop);
            yield return happened;
        }
    }

    protected override void Receive(LaunchEvent item) => _progress.Take(item);

    async Task ReadAsync(CancellationToken stop)
    {
        var result = await get.RunAsync(await actors.GetAsync(stop), View.Launch.Id, stop);
        if (!result.Succeeded)
            return;
        View = result.Value;
        await AdviseAsync();
    }

    async Task AdviseAsync()
    {
        if (View.Launch.State != LaunchState.Failed)
            return;
        var service = await getService.RunAsync(
            await actors.GetAsync(),
            await projects.GetAsync(),
            View.ServiceName,
            default
        );
        var pullSecret = service.Succeeded ? service.Value.PullSecretName : null;
        _next = LaunchWords.NextStep(View.Launch.ErrorCode, View.ServiceName, pullSecret);
    }

    async Task LaunchAgainAsync() => _problem = await actions.LaunchAsync(View.ServiceName);
}
