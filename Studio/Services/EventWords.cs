using Studio.Components;
using Studio.Domain.Launches;
using Studio.Domain.Timeline;
using Studio.Launches;

namespace Studio.Services;

/// <summary>How moments in the life of a service are said to people.</summary>
static class EventWords
{
    public static string Word(ServiceMoment moment) =>
        moment switch
        {
            { Container: { Kind: ServiceEventKind.OutOfMemory } } => "out of memory",
            { Container: { Kind: ServiceEventKind.CrashLoop } } => "crash loop",
            { Container: { } happened } => $"{happened.Kind}".ToLowerInvariant(),
            { Outcome: null } => $"{moment.Launch!.Reason}".ToLowerInvariant(),
            _ => moment.Outcome.Value.Word(),
        };

    public static Tone Tone(ServiceMoment moment) =>
        moment switch
        {
            { Container.Kind: ServiceEventKind.Healthy or ServiceEventKind.Started } => Components.Tone.Success,
            { Container.Kind: ServiceEventKind.OutOfMemory or ServiceEventKind.CrashLoop } => Components.Tone.Danger,
            { Container.Kind: ServiceEventKind.Unhealthy } => Components.Tone.Danger,
            // A container that is told to stop ends with 0, 137 or 143; anything else was its own idea.
            { Container: { Kind: ServiceEventKind.Ended, ExitCode: not (0 or 137 or 143) } } => Components.Tone.Danger,
            { Container: not null } => Components.Tone.Neutral,
            { Outcome: { } outcome } => outcome.Tone(),
            _ => Components.Tone.Info,
        };

    public static string Detail(ServiceMoment moment) =>
        moment switch
        {
            { Container: { Kind: ServiceEventKind.Ended } ended } => $"exit code {ended.ExitCode}",
            { Container: { } happened } => happened.Detail ?? "",
            { Outcome: LaunchState.Failed } => moment.Launch!.Error ?? "",
            { Outcome: null } => $"revision {moment.Launch!.Revision}, by {moment.Launch.By}",
            _ => "",
        };
}
