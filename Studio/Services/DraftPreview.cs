using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Launches;

namespace Studio.Services;

/// <summary>The masked preview of a form while somebody types: asked for after a short pause, and only the newest answer counts.</summary>
public sealed class DraftPreview(PageDoor door, PlanLaunch plan, TimeProvider time) : IDisposable
{
    static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(300);

    CancellationTokenSource? _asking;

    /// <summary>The last one that could be made; null before the first.</summary>
    public LaunchPlan? Plan { get; private set; }

    /// <summary>Why what is typed now gives no plan; <see cref="Plan"/> is older then.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>True when something new is known; false when more was typed in the meantime.</summary>
    public async Task<bool> RefreshAsync(ServiceForm form)
    {
        Cancel();
        var stop = (_asking = new()).Token;
        try
        {
            await Task.Delay(_pause, time, stop);
            var result = form.ToPreviewDraft().TryGet(out var draft, out var problem)
                ? await door.RunAsync((actor, project) => plan.RunAsync(actor, project, draft, stop))
                : problem;
            stop.ThrowIfCancellationRequested();
            Problem = result.Problem;
            if (result.Succeeded)
                Plan = result.Value;
            return true;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    public void Dispose() => Cancel();

    void Cancel()
    {
        _asking?.Cancel();
        _asking?.Dispose();
        _asking = null;
    }
}
