using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.Services;
using Studio.Launches;

namespace Studio.Services;

/// <summary>What people do to a service from the pages: each asks first where it has a price. Null: done, or not wanted after all.</summary>
public sealed class ServiceActions(
    PageDoor door,
    LaunchService launch,
    RestartService restart,
    ResetService reset,
    RollBackService rollBack,
    StopService stop,
    DeleteService delete,
    DialogService dialogs,
    NavigationManager navigation
)
{
    /// <summary>Goes to the page of the launch.</summary>
    public Task<Problem?> LaunchAsync(string service) => FollowAsync(launch.RunAsync, service);

    /// <inheritdoc cref="LaunchAsync"/>
    public Task<Problem?> RestartAsync(string service) => FollowAsync(restart.RunAsync, service);

    /// <inheritdoc cref="LaunchAsync"/>
    public async Task<Problem?> ResetAsync(string service)
    {
        var question = new Confirmation(
            $"Reset {service}?",
            "Its container is made anew from the same image and the same versions of its secrets. What it wrote into its own files is gone; its storage stays.",
            "Reset"
        );
        return await dialogs.ConfirmAsync(question) ? await FollowAsync(reset.RunAsync, service) : null;
    }

    /// <summary>Shows what would change, and goes to the page of the new launch.</summary>
    /// <param name="live">What is live now; null: nothing is.</param>
    public async Task<Problem?> RollBackAsync(LaunchView target, Launch? live)
    {
        var question = new Confirmation(
            $"Roll {target.ServiceName} back?",
            "Image and secrets go back together, to what that launch ran. What runs goes on until the older one is healthy.",
            "Roll back"
        )
        {
            Touches = [.. RollbackWords.Changes(live, target.Launch)],
            Harmless = true,
        };
        if (!await dialogs.ConfirmAsync(question))
            return null;
        return await FollowAsync(
            (actor, project, service, stop) => rollBack.RunAsync(actor, project, service, target.Launch.Id, stop),
            $"{target.Launch.Service}"
        );
    }

    public async Task<Problem?> StopAsync(string service)
    {
        var question = new Confirmation(
            $"Stop {service}?",
            "It stays stopped until somebody launches it. Its container is kept.",
            "Stop"
        );
        if (!await dialogs.ConfirmAsync(question))
            return null;
        var result = await door.RunAsync(
            (actor, project) => stop.RunAsync(actor, project, service, force: false, default)
        );
        return result.Problem;
    }

    /// <summary>Goes to the list of services.</summary>
    public async Task<Problem?> DeleteAsync(ServiceView service)
    {
        var name = service.Definition.Name;
        var runs = service.State.ContainerId is not null;
        var question = new Confirmation(
            $"Delete {name}?",
            "Its revisions and launches go with it. This cannot be undone; the audit log keeps what was."
                + (KeepsData(service) ? " What it stored in the project's storage stays." : ""),
            "Delete"
        )
        {
            Touches = runs ? [$"container of {name} ({service.State.Status.Word()})"] : [],
            Name = service.State.Status is ServiceStatus.Stopped or ServiceStatus.Failed ? null : name,
        };
        if (!await dialogs.ConfirmAsync(question))
            return null;
        var result = await door.RunAsync(
            (actor, project) => delete.RunAsync(actor, project, $"{service.Id}", null, default)
        );
        if (result.Succeeded)
            navigation.NavigateTo("/services");
        return result.Problem;
    }

    static bool KeepsData(ServiceView service) => service.Definition.Storage?.Project.Count > 0;

    async Task<Problem?> FollowAsync(
        Func<Actor, ProjectId, string, CancellationToken, Task<Result<LaunchId>>> order,
        string service
    )
    {
        // Not cancelled when the page is left: what was ordered is done.
        var result = await door.RunAsync((actor, project) => order(actor, project, service, default));
        if (result.TryGet(out var id, out var problem))
            navigation.NavigateTo($"/launches/{id}");
        return problem;
    }
}
