namespace Studio.Docker.Containers;

/// <summary>How a container ended.</summary>
public sealed class ContainerExit
{
    /// <summary>Exit code; 128 and the signal's number when one ended it.</summary>
    public long StatusCode { get; init; }

    /// <summary>Set when waiting itself failed.</summary>
    public ContainerExitError? Error { get; init; }
}

/// <summary>Why the engine could not tell.</summary>
public sealed record ContainerExitError(string? Message);

/// <summary>What to wait for.</summary>
public enum WaitCondition
{
    /// <summary>It does not run, now or later.</summary>
    NotRunning,

    /// <summary>Its next exit, even if it does not run now. Begin to wait before starting or stopping it.</summary>
    NextExit,

    /// <summary>It is gone.</summary>
    Removed,
}
