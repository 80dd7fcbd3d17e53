using Studio.Components;
using Studio.Domain.Launches;

namespace Studio.Launches;

/// <summary>How launches are said to people.</summary>
public static class LaunchWords
{
    public static string Word(this LaunchState state) =>
        state == LaunchState.RolledBack ? "rolled back" : $"{state}".ToLowerInvariant();

    public static Tone Tone(this LaunchState state) =>
        state switch
        {
            LaunchState.Live => Components.Tone.Success,
            LaunchState.Failed => Components.Tone.Danger,
            LaunchState.Queued or LaunchState.Running => Components.Tone.Info,
            _ => Components.Tone.Neutral,
        };

    public static string Word(this LaunchStepName step) =>
        step switch
        {
            LaunchStepName.Resolving => "Resolve secrets",
            LaunchStepName.Pulling => "Pull image",
            LaunchStepName.Creating => "Create container",
            LaunchStepName.Starting => "Start container",
            _ => "Wait until healthy",
        };

    /// <summary>What to do about a failed launch; null: nothing better than to launch again.</summary>
    /// <param name="pullSecret">Name of the service's pull secret, if it has one.</param>
    public static NextStep? NextStep(string? code, string service, string? pullSecret) =>
        code switch
        {
            "pull-denied" when pullSecret is not null => new(
                "The registry refused this account, or it may not read this image.",
                "Check the pull secret",
                $"/secrets/pull/{pullSecret}"
            ),
            "pull-denied" => new(
                "The registry wants an account. Choose an image pull secret.",
                "Edit the service",
                $"/services/{service}/edit"
            ),
            "image-missing" => new(
                "The registry does not have this image. Check its path and tag.",
                "Edit the image",
                $"/services/{service}/edit"
            ),
            "image-not-present" => new(
                "Nothing is pulled for this service. Let it be pulled when it is missing.",
                "Edit the image",
                $"/services/{service}/edit"
            ),
            "registry-mismatch" => new(
                "The pull secret is for another registry.",
                "Edit the service",
                $"/services/{service}/edit"
            ),
            "registry-unavailable" => new(
                "Check the registry's address and that this server reaches it.",
                "Edit the image",
                $"/services/{service}/edit"
            ),
            "unhealthy" => new(
                "Look at the last lines below. Is the health check right, and does it have time enough?",
                "Edit the health check",
                $"/services/{service}/edit"
            ),
            "bad-container" => new(
                "Check command, entrypoint and user.",
                "Edit the service",
                $"/services/{service}/edit"
            ),
            "engine-conflict" => new(
                "A port of the host is taken. Choose another one, or stop what has it.",
                "Edit the ports",
                $"/services/{service}/edit"
            ),
            "missing"
            or "missing-secret-keys"
            or "missing-pull-secret"
            or "missing-entry"
            or "collision"
            or "invalid-name" => new(
                "The preview shows what is missing.",
                "See the preview",
                $"/services/{service}/preview"
            ),
            _ => null,
        };
}

/// <summary>A sentence, and where to do what it says.</summary>
public sealed record NextStep(string Sentence, string Action, string Path);
