namespace Studio.Components;

/// <summary>How far a step is.</summary>
public enum StepState
{
    Waiting,
    Running,
    Done,
    Failed,
    Skipped,
}

/// <summary>One step of a launch or of a connection test.</summary>
/// <param name="Name">What it does, in the present: "Pull image".</param>
/// <param name="StartedAt">Null: not started. A running step counts from here.</param>
/// <param name="EndedAt">Null: not ended.</param>
/// <param name="Detail">What came of it: a digest, or a sentence that says why it failed.</param>
public sealed record Step(
    string Name,
    StepState State,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null,
    string? Detail = null
);
