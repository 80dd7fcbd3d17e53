using Studio.Domain.Common;

namespace Studio.Domain.Engine;

/// <summary>Why the engine did not do it.</summary>
public enum EngineFailure
{
    /// <summary>Not reachable, or gone in the middle. Says nothing about containers.</summary>
    Unavailable,

    /// <summary>The registry refused the credentials, or wants some.</summary>
    PullDenied,

    /// <summary>The registry does not have the image, or the engine does not.</summary>
    ImageMissing,

    /// <summary>The registry cannot be reached or answered nonsense.</summary>
    RegistryUnavailable,

    /// <summary>A name or a port is taken.</summary>
    Conflict,

    /// <summary>The engine refused the container: a missing binary, a user that does not exist, a bad limit.</summary>
    BadContainer,

    /// <summary>The image has no such program.</summary>
    NoSuchCommand,

    /// <summary>The container does not run, so that nothing can be run in it.</summary>
    NotRunning,

    /// <summary>Something else; the message is the engine's.</summary>
    Other,
}

/// <summary>
/// The engine refused or is away. The message is a sentence for people; it may hold text that came from an image or a container, so
/// it is redacted where values are known.
/// </summary>
public sealed class EngineException(EngineFailure failure, string message, Exception? inner = null)
    : Exception(message, inner)
{
    public EngineFailure Failure => failure;

    public Problem ToProblem() =>
        failure switch
        {
            EngineFailure.Unavailable => new EngineUnavailable(),
            EngineFailure.PullDenied => new Refused("pull-denied", Message),
            EngineFailure.ImageMissing => new Refused("image-missing", Message),
            EngineFailure.RegistryUnavailable => new Refused("registry-unavailable", Message),
            EngineFailure.Conflict => new Refused("engine-conflict", Message),
            EngineFailure.BadContainer => new Refused("bad-container", Message),
            EngineFailure.NoSuchCommand => new Refused("no-such-command", Message),
            EngineFailure.NotRunning => new Refused("not-running", Message),
            _ => new Refused("engine-failed", Message),
        };
}
