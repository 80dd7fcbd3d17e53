using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>One collection: its entries, who uses it and who changed it.</summary>
public sealed partial class SecretKeysDetailsPage(
    PageDoor door,
    DialogService dialogs,
    NavigationManager navigation,
    GetSecretKeys get,
    GetSecretKeysUsage getUsage,
    RemoveEntry removeEntry,
    DeleteSecretKeys delete
)
{
    static readonly Crumb[] _crumbs = [new("Secrets", "/secrets")];

    SecretKeysView? _keys;
    SecretKeysUsage? _usage;
    Problem? _problem;
    Problem? _failed;
    string? _saved;

    /// <summary>Name or id.</summary>
    [Parameter]
    public required string Name { get; set; }

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync()
    {
        if (_keys is not null && _keys.Name != Name && $"{_keys.Id}" != Name)
            (_keys, _saved) = (null, null);
        return LoadAsync();
    }

    async Task LoadAsync()
    {
        var result = await door.RunAsync((actor, project) => get.RunAsync(actor, project, Name, default));
        if (result.TryGet(out var keys, out _problem))
            _keys = keys;
        var usage = await door.RunAsync((actor, project) => getUsage.RunAsync(actor, project, Name, default));
        _usage = usage.TryGet(out var found, out _) ? found : null;
    }

    Task EditAsync(string? entry) =>
        OpenAsync<EntryDialog>(
            entry is null ? "Add entry" : $"Replace {entry}",
            new() { [nameof(EntryDialog.Keys)] = _keys, [nameof(EntryDialog.Entry)] = entry }
        );

    Task RenameAsync() =>
        OpenAsync<RenameSecretKeysDialog>("Rename", new() { [nameof(RenameSecretKeysDialog.Keys)] = _keys });

    async Task OpenAsync<TDialog>(string title, Dictionary<string, object?> parameters)
        where TDialog : ComponentBase
    {
        var options = new DialogOptions { Width = "34rem", AutoFocusFirstElement = true };
        if (await dialogs.OpenAsync<TDialog>(title, parameters, options) is SecretKeysView saved)
            await ShowSavedAsync(saved);
    }

    async Task RemoveAsync(string entry)
    {
        var question = new Confirmation(
            $"Remove {entry}?",
            "Its value is gone for good. What runs keeps it until the next launch.",
            "Remove"
        )
        {
            Touches = Touches(),
        };
        if (!await dialogs.ConfirmAsync(question))
            return;
        var (id, version) = ($"{_keys!.Id}", _keys.Version);
        var result = await door.RunAsync(
            (who, project) => removeEntry.RunAsync(who, project, id, entry, version, default)
        );
        if (result.TryGet(out var saved, out _failed))
            await ShowSavedAsync(saved);
        else
            await LoadAsync();
    }

    async Task DeleteAsync()
    {
        var running = _usage?.Services.Any(user => user.Running) == true;
        var question = new Confirmation(
            $"Delete {_keys!.Name}?",
            "Every version of its values is gone for good. What runs keeps them, but cannot be launched again with them.",
            "Delete"
        )
        {
            Touches = Touches(),
            Name = running ? _keys.Name : null,
        };
        if (!await dialogs.ConfirmAsync(question))
            return;
        var (id, version, force) = ($"{_keys.Id}", _keys.Version, _usage?.Services.Count > 0);
        var result = await door.RunAsync((who, project) => delete.RunAsync(who, project, id, force, version, default));
        if (result.TryGet(out _, out _failed))
            navigation.NavigateTo("/secrets");
        else
            await LoadAsync();
    }

    async Task ShowSavedAsync(SecretKeysView saved)
    {
        _failed = null;
        _saved =
            saved.Version == _keys!.Version ? "Nothing changed."
            : saved.InUse.Running > 0
                ? $"Saved as version {saved.Version}. It takes effect at the next launch of the services that use it."
            : $"Saved as version {saved.Version}.";
        var renamed = saved.Name != Name;
        _keys = saved;
        if (renamed)
            navigation.NavigateTo($"/secrets/keys/{saved.Name}", replace: true);
        else
            await LoadAsync();
    }

    List<string> Touches() =>
        [.. _usage?.Services.Select(user => user.Running ? $"{user.Name} (running)" : user.Name) ?? []];
}
