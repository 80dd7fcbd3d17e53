using Microsoft.AspNetCore.Components;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>What there is to begin a collection with, and which of it the project and the person have.</summary>
public sealed partial class PresetsPage(PageDoor door, ListPresets list)
{
    IReadOnlyList<PresetRow>? _rows;
    Problem? _problem;

    [SupplyParameterFromQuery]
    string? Search { get; set; }

    ListQuery Query => ListQuery.From(Search, sort: null, page: null);

    /// <summary>There are few enough to look through them here, on one page.</summary>
    Rows<PresetRow>? Found =>
        _rows?.Where(row => row.Has(Query.Search)).ToList() is { } found ? new(found, found.Count) : null;

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (
            (await AskAsync(Library.Project)).TryGet(out var project, out _problem)
            && (await AskAsync(Library.Personal)).TryGet(out var personal, out _problem)
        )
            _rows =
            [
                .. project.Zip(personal, (theirs, own) => new PresetRow(theirs.Preset, theirs.Exists, own.Exists)),
            ];
    }

    Task<Result<IReadOnlyList<PresetView>>> AskAsync(Library library) =>
        door.RunAsync((actor, project) => list.RunAsync(actor, library.Owner(actor, project), default));

    static string Word(bool exists) => exists ? "stored" : "–";

    sealed record PresetRow(Preset Preset, bool InProject, bool InPersonal)
    {
        public bool Has(string? search) =>
            search is null
            || Preset.Title.Contains(search, StringComparison.OrdinalIgnoreCase)
            || Preset.Names.Any(name => name.Name.Contains(search, StringComparison.OrdinalIgnoreCase));
    }
}
