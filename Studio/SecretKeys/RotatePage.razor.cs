using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>
/// A rotation in which old and new values are both good for a while: a new collection, the services switched to it, the old one deleted.
/// How far it is stands in what is stored and in the address, so it can be left anywhere.
/// </summary>
public sealed partial class RotatePage(
    PageDoor door,
    DialogService dialogs,
    NavigationManager navigation,
    GetSecretKeys get,
    GetSecretKeysUsage getUsage,
    SwitchSecretKeys switchKeys,
    DeleteSecretKeys delete
)
{
    SecretKeysView? _old;
    SecretKeysView? _next;
    SecretKeysUsage? _usage;
    IReadOnlyList<LaunchId>? _launches;
    Problem? _problem;
    Problem? _failed;
    bool _busy;

    /// <summary>Name or id of the old collection.</summary>
    [Parameter]
    public required string Name { get; set; }

    /// <summary>Id of the new one, once it is there.</summary>
    [SupplyParameterFromQuery]
    public string? To { get; set; }

    Crumb[] Crumbs => [new("Secrets", "/secrets"), new(_old?.Name ?? Name, Library.Project.Path(_old?.Name ?? Name))];

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LoadAsync();

    async Task LoadAsync()
    {
        var old = await door.RunAsync((who, project) => get.RunAsync(who, project, Name, default));
        if (old.TryGet(out var found, out _problem))
            _old = found;
        var usage = await door.RunAsync((who, project) => getUsage.RunAsync(who, project, Name, default));
        if (usage.TryGet(out var users, out _))
            _usage = users;
        if (To is null)
            return;
        // One that has been deleted since is begun anew.
        var next = await door.RunAsync((who, project) => get.RunAsync(who, project, To, default));
        _next = next.TryGet(out var known, out _) ? known : null;
    }

    void CreatedAsync(SecretKeysView created)
    {
        _next = created;
        navigation.NavigateTo(navigation.GetUriWithQueryParameter("to", $"{created.Id}"), replace: true);
    }

    async Task SwitchAsync()
    {
        if (_busy)
            return;
        _busy = true;
        var (from, to) = ($"{_old!.Id}", $"{_next!.Id}");
        var result = await door.RunAsync((who, project) => switchKeys.RunAsync(who, project, from, to, default));
        _busy = false;
        if (result.TryGet(out var done, out _failed))
            _launches = done.Launches;
        await LoadAsync();
    }

    async Task DeleteAsync()
    {
        if (!await dialogs.ConfirmAsync(SecretQuestions.Delete(_old!, _usage)))
            return;
        var (id, version) = ($"{_old!.Id}", _old.Version);
        var result = await door.RunAsync(
            (who, project) => delete.RunAsync(who, project, id, force: false, version, default)
        );
        if (result.TryGet(out _, out _failed))
            navigation.NavigateTo(Library.Project.Path(_next!.Name));
        else
            await LoadAsync();
    }
}
