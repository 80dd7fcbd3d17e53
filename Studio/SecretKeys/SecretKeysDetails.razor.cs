using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Launches;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>One collection: its entries, who uses it and who changed it.</summary>
public sealed partial class SecretKeysDetails(
    PageDoor door,
    DialogService dialogs,
    NavigationManager navigation,
    GetSecretKeys get,
    GetSecretKeysUsage getUsage,
    RemoveEntry removeEntry,
    DeleteSecretKeys delete,
    RollOutSecretKeys rollOut
)
{
    SecretKeysView? _keys;
    SecretKeysUsage? _usage;
    IReadOnlyList<LaunchId>? _launches;
    Problem? _problem;
    Problem? _failed;
    string? _saved;

    [Parameter, EditorRequired]
    public required Library Library { get; set; }

    /// <summary>Name or id.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    // Dialogs are shown outside of what this is cascaded over.
    [CascadingParameter]
    Rights? Rights { get; set; }

    Crumb[] Crumbs =>
        Library == Library.Personal
            ? [new("Secrets", "/secrets"), new("Personal", Library.List())]
            : [new("Secrets", "/secrets")];

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync();

    async Task LoadAsync()
    {
        var name = _keys is null ? Name : $"{_keys.Id}";
        var result = await door.RunAsync(
            (who, project) => get.RunAsync(who, Library.Owner(who, project), name, default)
        );
        if (result.TryGet(out var keys, out _problem))
            _keys = keys;
        var usage = await door.RunAsync(
            (who, project) => getUsage.RunAsync(who, Library.Owner(who, project), name, default)
        );
        _usage = usage.TryGet(out var found, out _) ? found : null;
    }

    Task EditAsync(string? entry) =>
        OpenAsync<EntryDialog>(
            entry is null ? "Add entry" : $"Replace {entry}",
            new()
            {
                [nameof(EntryDialog.Library)] = Library,
                [nameof(EntryDialog.CanRollOut)] = Rights?.Include(Permission.LaunchServices) == true,
                [nameof(EntryDialog.Keys)] = _keys,
                [nameof(EntryDialog.Entry)] = entry,
            }
        );

    Task RenameAsync() =>
        OpenAsync<RenameSecretKeysDialog>(
            "Rename",
            new() { [nameof(RenameSecretKeysDialog.Library)] = Library, [nameof(RenameSecretKeysDialog.Keys)] = _keys }
        );

    async Task OpenAsync<TDialog>(string title, Dictionary<string, object?> parameters)
        where TDialog : ComponentBase
    {
        var options = new DialogOptions { Width = "34rem", AutoFocusFirstElement = true };
        switch (await dialogs.OpenAsync<TDialog>(title, parameters, options))
        {
            case SecretKeysView saved:
                await ShowSavedAsync(saved);
                break;
            case SavedToRollOut(var saved):
                await ShowSavedAsync(saved);
                await RollOutAsync();
                break;
        }
    }

    async Task ImportAsync()
    {
        var options = new DialogOptions { Width = "44rem", AutoFocusFirstElement = true };
        var parameters = new Dictionary<string, object?>
        {
            [nameof(ImportDialog.Library)] = Library,
            [nameof(ImportDialog.Keys)] = _keys,
        };
        if (await dialogs.OpenAsync<ImportDialog>("Import .env", parameters, options) is not SecretKeysDiff diff)
            return;
        (_failed, _launches) = (null, null);
        _saved =
            $"Imported as version {diff.Version}: {diff.Added.Count} added, {diff.Changed.Count} changed, {diff.Removed.Count} removed.";
        await LoadAsync();
    }

    async Task RollOutAsync()
    {
        var id = $"{_keys!.Id}";
        var result = await door.RunAsync((who, project) => rollOut.RunAsync(who, project, id, default));
        if (result.TryGet(out var launches, out _failed))
            _launches = launches.Count > 0 ? launches : null;
        else
            _saved = null;
    }

    async Task RemoveAsync(string entry)
    {
        if (!await dialogs.ConfirmAsync(SecretQuestions.Remove(entry, _usage)))
            return;
        var (id, version) = ($"{_keys!.Id}", _keys.Version);
        var result = await door.RunAsync(
            (who, project) => removeEntry.RunAsync(who, Library.Owner(who, project), id, entry, version, default)
        );
        if (result.TryGet(out var saved, out _failed))
            await ShowSavedAsync(saved);
        else
            await LoadAsync();
    }

    async Task DeleteAsync()
    {
        if (!await dialogs.ConfirmAsync(SecretQuestions.Delete(_keys!, _usage)))
            return;
        var (id, version, force) = ($"{_keys!.Id}", _keys.Version, _usage?.Services.Count > 0);
        var result = await door.RunAsync(
            (who, project) => delete.RunAsync(who, Library.Owner(who, project), id, force, version, default)
        );
        if (result.TryGet(out _, out _failed))
            navigation.NavigateTo(Library.List());
        else
            await LoadAsync();
    }

    async Task ShowSavedAsync(SecretKeysView saved)
    {
        (_failed, _launches) = (null, null);
        _saved =
            saved.Version == _keys!.Version ? "Nothing changed."
            : saved.InUse.Running > 0
                ? $"Saved as version {saved.Version}. It takes effect at the next launch of the services that use it."
            : $"Saved as version {saved.Version}.";
        var renamed = saved.Name != _keys.Name;
        _keys = saved;
        if (renamed)
            navigation.NavigateTo(Library.Path(saved.Name), replace: true);
        else
            await LoadAsync();
    }

    static string Explain(Problem problem) =>
        problem is Stale { Changed: [_, ..] changed }
            ? $"{problem.Message} Changed: {string.Join(", ", changed)}."
            : problem.Message;
}

/// <summary>What a dialog gives back: saved, and to be brought to the services that run.</summary>
sealed record SavedToRollOut(SecretKeysView Keys);
