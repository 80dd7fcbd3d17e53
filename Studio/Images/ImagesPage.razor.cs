using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Domain.Common;
using Studio.Domain.Images;

namespace Studio.Images;

/// <summary>The images of the engine, asked again every few seconds while the page is open.</summary>
public sealed partial class ImagesPage(PageDoor door, DialogService dialogs, ListImages list, DeleteImage delete)
{
    ListQuery _query = new();
    Rows<ImageView>? _rows;
    Problem? _unread;
    Problem? _refusal;
    string? _done;
    bool _busy;

    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    [SupplyParameterFromQuery]
    public string? Sort { get; set; }

    [SupplyParameterFromQuery]
    public string? Page { get; set; }

    [CascadingParameter]
    Rights? Rights { get; set; }

    protected override Task OnParametersSetAsync()
    {
        _query = ListQuery.From(Search, Sort, Page);
        return LoadAsync(default);
    }

    async Task LoadAsync(CancellationToken stop)
    {
        var query = _query;
        var result = await door.RunAsync((actor, _) => list.RunAsync(actor, query.ToPageRequest(), stop));
        // Somebody searched or turned the page while this was asked.
        if (query != _query)
            return;
        if (result.TryGet(out var found, out _unread))
            _rows = found.ToRows();
    }

    /// <summary>Names of the services of this project that an image is for.</summary>
    List<string> PulledFor(ImageView view) =>
        [
            .. view
                .Users.Where(user => user.Kind == ImageUse.Service && user.Project == Rights?.Project)
                .Select(user => user.Name),
        ];

    async Task DeleteAsync(ImageView view)
    {
        (_refusal, _done) = (null, null);
        var name = ImageWords.Short(view);
        var question = new Confirmation($"Delete {name}?", Price(view), "Delete")
        {
            Touches = [.. view.Users.Select(user => $"{user}")],
        };
        if (!await dialogs.ConfirmAsync(question))
            return;
        _busy = true;
        // What was shown as kept for a rollback has been confirmed; what has been used since then is refused in any case.
        var force = view.IsKeptForRollback;
        var result = await door.RunAsync((actor, _) => delete.RunAsync(actor, view.Image.Id, force, default));
        _busy = false;
        _refusal = result.Problem;
        if (result.Succeeded)
            _done = $"Deleted {name}.";
        await LoadAsync(default);
    }

    async Task PruneAsync()
    {
        (_refusal, _done) = (null, null);
        var options = new DialogOptions { Width = "40rem", AutoFocusFirstElement = true };
        if (await dialogs.OpenAsync<PruneDialog>("Prune images", [], options) is not Pruned pruned)
            return;
        _done = $"Pruned {ImageWords.Count(pruned.Images.Count)}, {ByteSize.Text(pruned.Bytes)}.";
        if (pruned.Kept is [var kept, ..])
            _refusal = new Refused("engine-conflict", $"{ImageWords.Count(pruned.Kept.Count)} stayed: {kept.Why}");
        await LoadAsync(default);
    }

    async Task PullAsync(string? service)
    {
        (_refusal, _done) = (null, null);
        var options = new DialogOptions { Width = "34rem", AutoFocusFirstElement = true };
        var parameters = new Dictionary<string, object?> { [nameof(PullDialog.Service)] = service };
        await dialogs.OpenAsync<PullDialog>("Pull an image now", parameters, options);
        await LoadAsync(default);
    }

    static string Price(ImageView view) =>
        (view.PulledByStudio, view.Image.Digests.Count) switch
        {
            (true, _) => "It goes with all its names. It can be pulled again as long as its registry has it.",
            (false, > 0) => "Studio did not bring it here: somebody else may want it. It goes with all its names.",
            _ => "It is in no registry that the engine knows of: nobody can pull it again. It goes with all its names.",
        };
}
