using Studio.Components;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using StepState = Studio.Components.StepState;

namespace Studio.Launches;

/// <summary>A launch as its page shows it: the record, and on top of it what has happened since.</summary>
public sealed class LaunchProgress
{
    readonly Dictionary<LaunchStepName, StepFacts> _steps;
    readonly List<PullProgress> _layers = [];

    public LaunchProgress(Launch launch)
    {
        _steps = launch.Steps.ToDictionary(step => step.Name, StepFacts.Of);
        (State, Error) = (launch.State, launch.Error);
    }

    public LaunchState State { get; private set; }

    public string? Error { get; private set; }

    public bool HasEnded => State is not (LaunchState.Queued or LaunchState.Running);

    /// <summary>Every layer that has been told of, in the order in which they came up.</summary>
    public IReadOnlyList<PullProgress> Layers => _layers;

    public IReadOnlyList<Step> Steps =>
        [
            .. Enum.GetValues<LaunchStepName>()
                .Select(name => _steps[name])
                .Select(step => new Step(
                    step.Name.Word(),
                    Enum.Parse<StepState>($"{step.State}"),
                    step.StartedAt,
                    step.EndedAt,
                    step.Detail
                )),
        ];

    public void Take(LaunchEvent happened)
    {
        if (happened.Step is { } step)
            _steps[step.Name] = step;
        if (happened.Pull is { Layer: not null } layer)
            Take(layer);
        if (happened.State is { } state)
            (State, Error) = (state, happened.Error);
    }

    void Take(PullProgress layer)
    {
        var at = _layers.FindIndex(known => known.Layer == layer.Layer);
        if (at < 0)
            _layers.Add(layer);
        else
            _layers[at] = layer;
    }

    /// <summary>Whether a layer has arrived: then its bar is full, whatever the last numbers were.</summary>
    public static bool IsDone(PullProgress layer) =>
        layer.Status is "Pull complete" or "Already exists" or "Download complete";
}
