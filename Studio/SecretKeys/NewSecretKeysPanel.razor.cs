using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>The form of a new collection.</summary>
public sealed partial class NewSecretKeysPanel(
    PageDoor door,
    CreateSecretKeys create,
    DialogService dialogs,
    NavigationManager navigation
)
{
    static readonly IReadOnlyList<Preset> _presets =
    [
        .. Preset.All.OrderBy(preset => preset.Title, StringComparer.OrdinalIgnoreCase),
    ];

    // Each choice has rows of its own: trying another one loses nothing, and no key gets under the name of another provider.
    readonly Dictionary<string, List<EntryDraft>> _rows = [];
    string? _asked;
    Preset? _preset;
    string _name = "";
    string? _description;
    bool _saving;
    FormErrors _errors = FormErrors.None;

    /// <summary>Where it is to be.</summary>
    [Parameter, EditorRequired]
    public required Library Library { get; set; }

    /// <summary>What is chosen at first. Something that is no preset's id counts as none: it is from an address.</summary>
    [Parameter]
    public string? PresetId { get; set; }

    List<EntryDraft> Rows
    {
        get
        {
            if (!_rows.TryGetValue(_preset?.Id ?? "", out var rows))
                _rows.Add(_preset?.Id ?? "", rows = _preset is null ? [new()] : [.. _preset.Names.Select(Begin)]);
            return rows;
        }
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_asked == PresetId)
            return;
        _asked = PresetId;
        Choose(Preset.Find(PresetId));
    }

    void Choose(Preset? preset)
    {
        // A name of the person's own choice stays.
        if (_name.Length == 0 || _name == _preset?.Id)
            _name = preset?.Id ?? "";
        _preset = preset;
        _errors = FormErrors.None;
    }

    /// <summary>With what was typed under that name already.</summary>
    EntryDraft Begin(PresetName name) =>
        new()
        {
            Name = name.Name,
            Value = _rows.Values.SelectMany(rows => rows).LastOrDefault(row => row.Name == name.Name)?.Value ?? "",
        };

    async Task PasteAsync()
    {
        var options = new DialogOptions { Width = "40rem", AutoFocusFirstElement = true };
        if (await dialogs.OpenAsync<PasteDialog>("Paste or upload .env", null, options) is not List<EntryDraft> read)
            return;
        EntryDraft.Fill(Rows, Rows[^1], read);
        // Errors have the places of rows that may be gone.
        _errors = FormErrors.None;
    }

    async Task SaveAsync()
    {
        // Enter in a field and a double click submit twice.
        if (_saving)
            return;
        _saving = true;
        Rows.RemoveAll(row => row.IsEmpty);
        var entries = Rows.Select(row => row.ToInput()).ToList();
        if (Rows.Count == 0)
            Rows.Add(new());
        var draft = new SecretKeysDraft(_name.Trim(), _description, entries, _preset?.Id);
        var result = await door.RunAsync(
            (actor, project) => create.RunAsync(actor, Library.Owner(actor, project), draft, default)
        );
        _saving = false;
        _errors = FormErrors.Of(
            result.Problem,
            "name",
            "description",
            "preset",
            "entries",
            "entries[].name",
            "entries[].value"
        );
        if (result.TryGet(out var keys, out _))
            navigation.NavigateTo(Library.Path(keys.Name));
    }
}
