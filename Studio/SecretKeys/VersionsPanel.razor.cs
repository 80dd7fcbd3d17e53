using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.SecretKeys;

namespace Studio.SecretKeys;

/// <summary>Who saved what when, and the way back. Names only.</summary>
public sealed partial class VersionsPanel(
    PageDoor door,
    ListSecretKeysVersions list,
    RestoreSecretKeys restore,
    DialogService dialogs
)
{
    const int FirstSize = 10;

    Rows<SecretKeysVersion>? _rows;
    Problem? _failed;
    int _size;

    [Parameter]
    public Library Library { get; set; }

    [Parameter, EditorRequired]
    public required SecretKeysView Keys { get; set; }

    [Parameter]
    public SecretKeysUsage? Usage { get; set; }

    /// <summary>With the collection as it is then.</summary>
    [Parameter]
    public EventCallback<SecretKeysView> Restored { get; set; }

    /// <inheritdoc/>
    protected override Task OnInitializedAsync() => LoadAsync(FirstSize);

    async Task LoadAsync(int size)
    {
        _size = Math.Min(size, PageRequest.MaxSize);
        var page = new PageRequest(Size: _size);
        var result = await door.RunAsync(
            (actor, project) => list.RunAsync(actor, Library.Owner(actor, project), $"{Keys.Id}", page, default)
        );
        _rows = result.TryGet(out var found, out _)
            ? new(found.Items, _size < PageRequest.MaxSize ? found.Total : found.Items.Count)
            : new([], 0);
    }

    async Task RestoreAsync(int number)
    {
        if (!await dialogs.ConfirmAsync(SecretQuestions.Restore(number, Keys, Usage)))
            return;
        var result = await door.RunAsync(
            (actor, project) =>
                restore.RunAsync(actor, Library.Owner(actor, project), $"{Keys.Id}", number, Keys.Version, default)
        );
        if (result.TryGet(out var saved, out _failed))
            await Restored.InvokeAsync(saved);
    }

    IEnumerable<string> Runs(SecretKeysVersion version) =>
        Usage?.Services.Where(user => user.Running && user.Version == version.Number).Select(user => user.Name) ?? [];

    static string Changes(SecretKeysVersion version)
    {
        var parts = new[] { ("added", version.Added), ("changed", version.Changed), ("removed", version.Removed) }
            .Where(part => part.Item2.Count > 0)
            .Select(part => $"{part.Item1} {string.Join(", ", part.Item2)}");
        var text = string.Join("; ", parts) is { Length: > 0 } some ? some : "name or description";
        return version.Restored is { } older ? $"restored version {older}: {text}" : text;
    }
}
