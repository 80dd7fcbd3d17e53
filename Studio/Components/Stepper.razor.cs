using Microsoft.AspNetCore.Components;

namespace Studio.Components;

/// <summary>Steps from top to bottom: done, running, failed, skipped. Counts the running step's seconds by itself.</summary>
public sealed partial class Stepper(TimeProvider time) : IDisposable
{
    static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    ITimer? _timer;

    [Parameter, EditorRequired]
    public required IReadOnlyList<Step> Steps { get; set; }

    /// <summary>What the steps are of, for screen readers.</summary>
    [Parameter, EditorRequired]
    public required string Label { get; set; }

    /// <summary>More below a step: pull bars, last lines of output.</summary>
    [Parameter]
    public RenderFragment<Step>? Under { get; set; }

    TimeProvider Time => time;

    public void Dispose() => _timer?.Dispose();

    protected override void OnParametersSet()
    {
        var counts = Steps.Any(step => step is { State: StepState.Running, StartedAt: not null });
        if (counts == _timer is not null)
            return;
        _timer?.Dispose();
        _timer = counts ? time.CreateTimer(_ => InvokeAsync(StateHasChanged), null, _second, _second) : null;
    }

    static Tone Tone(StepState state) =>
        state switch
        {
            StepState.Running => Components.Tone.Info,
            StepState.Done => Components.Tone.Success,
            StepState.Failed => Components.Tone.Danger,
            _ => Components.Tone.Neutral,
        };

    static string Mark(StepState state) =>
        state switch
        {
            StepState.Done => "check",
            StepState.Failed => "close",
            StepState.Skipped => "remove",
            _ => "",
        };

    static string Word(StepState state) =>
        state switch
        {
            StepState.Running => "running",
            StepState.Done => "done",
            StepState.Failed => "failed",
            StepState.Skipped => "skipped",
            _ => "waiting",
        };
}
