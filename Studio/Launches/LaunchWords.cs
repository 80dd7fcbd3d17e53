using Studio.Components;
using Studio.Domain.Identity;
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

    /// <summary>What it was ordered for; null for an ordinary launch.</summary>
    public static string? Word(this LaunchReason reason) =>
        reason switch
        {
            LaunchReason.Launch => null,
            LaunchReason.Recovery => "recovery: its container was removed from outside",
            _ => $"{reason}".ToLowerInvariant(),
        };

    /// <summary>Whether a person can go back to it.</summary>
    public static bool CanBeGoneBackTo(this Launch launch) =>
        launch is { LiveAt: not null, State: LaunchState.Superseded or LaunchState.RolledBack };

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
            "pull-denied" => Edit(
                "The registry wants an account. Choose an image pull secret.",
                "Edit the service",
                service
            ),
            "image-missing" => Edit(
                "The registry does not have this image. Check its path and tag.",
                "Edit the image",
                service
            ),
            "image-not-present" => Edit(
                "Nothing is pulled for this service. Let it be pulled when it is missing.",
                "Edit the image",
                service
            ),
            "registry-mismatch" => Edit("The pull secret is for another registry.", "Edit the service", service),
            "registry-unavailable" => Edit(
                "Check the registry's address and that this server reaches it.",
                "Edit the image",
                service
            ),
            "unhealthy" => Edit(
                "Look at the last lines below. Is the health check right, and does it have time enough?",
                "Edit the health check",
                service
            ),
            "bad-container" => Edit("Check command, entrypoint and user.", "Edit the service", service),
            "engine-conflict" => Edit(
                "A port of the host is taken. Choose another one, or stop what has it.",
                "Edit the ports",
                service
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

    static NextStep Edit(string sentence, string action, string service) =>
        new(sentence, action, $"/services/{service}/edit", Permission.ManageServices);
}

/// <summary>A sentence, and where to do what it says.</summary>
/// <param name="Needs">To be of use there.</param>
public sealed record NextStep(string Sentence, string Action, string Path, Permission Needs = Permission.View);
