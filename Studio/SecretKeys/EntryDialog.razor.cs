using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>Adds an entry, or gives one a new value. Closes with the saved collection, or with <see cref="SavedToRollOut"/>.</summary>
public sealed partial class EntryDialog(PageDoor door, SetEntry set, DialogService dialogs)
{
    readonly EntryDraft _draft = new();
    FormErrors _errors = FormErrors.None;
    string? _meanwhile;
    int? _version;
    bool _saving;

    [Parameter]
    public Library Library { get; set; }

    [Parameter, EditorRequired]
    public required SecretKeysView Keys { get; set; }

    /// <summary>Whether the person may launch what uses it.</summary>
    [Parameter]
    public bool CanRollOut { get; set; }

    /// <summary>Whose value is replaced; null: a new entry.</summary>
    [Parameter]
    public string? Entry { get; set; }

    DialogService Dialogs => dialogs;

    string Verb =>
        _meanwhile is not null ? "Save on top"
        : Entry is null ? "Add"
        : "Replace";

    /// <inheritdoc/>
    protected override void OnInitialized() =>
        _draft.Expires = Keys.Entries.FirstOrDefault(entry => entry.Name == Entry)?.ExpiresAt?.UtcDateTime.Date;

    async Task SaveAsync(bool rollOut)
    {
        if (_saving)
            return;
        _saving = true;
        var entry = _draft.ToInput() with
        {
            Name = Entry ?? _draft.Name.Trim(),
            AllowReserved = _draft.AllowReserved || Entry is not null,
        };
        var result = await door.RunAsync(
            (actor, project) =>
                Entry is null && Keys.Entries.Any(known => known.Name == entry.Name)
                    ? Task.FromResult<Result<SecretKeysView>>(
                        new Invalid("name", "There is an entry of this name: close this and press Replace beside it.")
                    )
                    : set.RunAsync(
                        actor,
                        Library.Owner(actor, project),
                        $"{Keys.Id}",
                        entry,
                        _version ?? Keys.Version,
                        default
                    )
        );
        _saving = false;
        _errors = FormErrors.Of(result.Problem, "name", "value");
        _meanwhile = result.Problem is Stale stale ? Explain(stale, entry.Name) : null;
        _version = (result.Problem as Stale)?.Current ?? _version;
        if (result.TryGet(out var saved, out _))
            Dialogs.Close(rollOut ? new SavedToRollOut(saved) : saved);
    }

    /// <summary>Changes of other entries are kept in any case: only of this one the newer value would go.</summary>
    static string Explain(Stale stale, string name) =>
        stale.Changed.Contains(name)
            ? $"Version {stale.Current} has another {name}. What you typed is kept: save again to replace that one too."
            : $"Version {stale.Current} changed {string.Join(", ", stale.Changed)}. That stays. What you typed is kept: save again to add it.";
}
