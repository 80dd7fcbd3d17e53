using Microsoft.AspNetCore.Components;
using Radzen;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Images;
using Studio.Domain.Services;

namespace Studio.Images;

/// <summary>Pulls the image of a service and shows how far it is. What was begun goes on when the dialog is closed.</summary>
public sealed partial class PullDialog(
    PageDoor door,
    DialogService dialogs,
    SurveyServices survey,
    PullImage pull,
    TimeProvider time
) : IProgress<PullProgress>
{
    /// <summary>Often enough to look smooth; an engine tells of far more.</summary>
    static readonly TimeSpan _frame = TimeSpan.FromMilliseconds(100);

    readonly LayerProgress _progress = new();
    IReadOnlyList<PullProgress> _layers = [];
    IReadOnlyList<string>? _services;
    DateTimeOffset _shown;
    string? _chosen;
    PulledNow? _pulled;
    Problem? _problem;
    bool _pulling;

    /// <summary>Name of the service; null: one is chosen here.</summary>
    [Parameter]
    public string? Service { get; set; }

    DialogService Dialogs => dialogs;

    void IProgress<PullProgress>.Report(PullProgress value)
    {
        _progress.Take(value);
        var now = time.GetUtcNow();
        if (now - _shown < _frame)
            return;
        _shown = now;
        _ = InvokeAsync(Show);
    }

    protected override async Task OnInitializedAsync()
    {
        _chosen = Service;
        var result = await door.RunAsync((actor, project) => survey.RunAsync(actor, project, default));
        if (!result.TryGet(out var found, out _problem))
            return;
        _services = [.. found.Services.Select(service => service.Name)];
        _chosen ??= _services.FirstOrDefault();
    }

    async Task PullAsync()
    {
        if (_chosen is not { } service || _pulling)
            return;
        (_pulling, _problem) = (true, null);
        // Not cancelled when the dialog is closed: what was ordered is done.
        var result = await door.RunAsync((actor, project) => pull.RunAsync(actor, project, service, this, default));
        _pulling = false;
        if (result.TryGet(out var pulled, out _problem))
            _pulled = pulled;
    }

    void Show()
    {
        _layers = _progress.Layers;
        StateHasChanged();
    }

    static string Sentence(string detail) => $"{char.ToUpperInvariant(detail[0])}{detail[1..]}.";
}
