using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Components;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Services;

namespace Studio.Launches;

/// <summary>One launch, live while it goes on.</summary>
public sealed partial class LaunchPanel(
    PageDoor door,
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
        var events = await door.RunAsync((actor, _) => follow.RunAsync(actor, View.Launch.Id, stop));
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
        var result = await door.RunAsync((actor, _) => get.RunAsync(actor, View.Launch.Id, stop));
        if (!result.Succeeded)
            return;
        View = result.Value;
        await AdviseAsync();
    }

    async Task AdviseAsync()
    {
        if (View.Launch.State != LaunchState.Failed)
            return;
        var service = await door.RunAsync(
            (actor, project) => getService.RunAsync(actor, project, View.ServiceName, default)
        );
        var pullSecret = service.Succeeded ? service.Value.PullSecretName : null;
        _next = LaunchWords.NextStep(View.Launch.ErrorCode, View.ServiceName, pullSecret);
    }

    async Task RollBackAsync()
    {
        var service = await door.RunAsync(
            (actor, project) => getService.RunAsync(actor, project, View.ServiceName, default)
        );
        var live =
            service.Succeeded && service.Value.State.Launch is { } id
                ? await door.RunAsync((actor, _) => get.RunAsync(actor, id, default))
                : (Result<LaunchView>?)null;
        _problem = await actions.RollBackAsync(View, live is { Succeeded: true } found ? found.Value.Launch : null);
    }

    async Task LaunchAgainAsync() => _problem = await actions.LaunchAsync(View.ServiceName);
}
