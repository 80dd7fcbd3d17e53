using Studio.Components;
using Studio.Domain.Engine;
using Studio.Domain.Services;

namespace Studio.Services;

/// <summary>How the state of services is said to people.</summary>
public static class ServiceWords
{
    public const string EngineAway =
        "States are not known. Start the engine, or check Studio:Docker:Endpoint; what runs keeps running.";

    public static string Word(this ServiceStatus status) =>
        status == ServiceStatus.CrashLoop ? "crash loop" : $"{status}".ToLowerInvariant();

    public static Tone Tone(this ServiceStatus status) =>
        status switch
        {
            ServiceStatus.Running => Components.Tone.Success,
            ServiceStatus.Starting => Components.Tone.Info,
            ServiceStatus.Failed or ServiceStatus.CrashLoop => Components.Tone.Danger,
            _ => Components.Tone.Neutral,
        };

    public static string Icon(this ServiceStatus status) =>
        status switch
        {
            ServiceStatus.Running => "play_circle",
            ServiceStatus.Stopped => "stop_circle",
            ServiceStatus.CrashLoop => "sync_problem",
            ServiceStatus.Unknown => "help",
            _ => "error",
        };

    public static Tone HealthTone(string health) =>
        health switch
        {
            "healthy" => Components.Tone.Success,
            "unhealthy" => Components.Tone.Danger,
            "starting" => Components.Tone.Info,
            _ => Components.Tone.Neutral,
        };

    /// <summary>How the last run of a container ended.</summary>
    public static string Ending(ServiceCrash crash) =>
        crash.OutOfMemory
            ? $"Its container was killed: it needs more memory than it may have (exit code {crash.ExitCode})."
        : crash.ExitCode is { } code ? $"Its container ended with exit code {code}."
        : "Its container ends soon after each start.";

    /// <summary>When Studio starts it again, in a sentence.</summary>
    public static string NextStart(ServiceCrash crash, DateTimeOffset now) =>
        crash.NextStart > now
            ? $"Studio starts it again in {Relative.Elapsed(crash.NextStart - now)}."
            : "Studio starts it again now.";

    /// <summary>What of a service is stored newer than what runs: "definition", or "secrets weather".</summary>
    public static string Stale(string what) => what == "revision" ? "definition" : what.Replace(':', ' ');

    /// <summary>A sentence that says what a launch would bring.</summary>
    public static string StaleSentence(IReadOnlyList<string> stale)
    {
        var newer = stale.Select(what =>
            what == "revision" ? "its definition" : $"secret keys '{what["secrets:".Length..]}'"
        );
        return $"A newer version is stored of {string.Join(", ", newer)}. It takes effect at the next launch.";
    }

    /// <summary>An image without its registry: <c>team/app:1</c>. Of a digest the first twelve characters.</summary>
    public static string ShortImage(string image)
    {
        if (!ImageReference.TryParse(image, out var reference, out _))
            return image;
        var name = reference.Repository.StartsWith("library/", StringComparison.Ordinal)
            ? reference.Repository["library/".Length..]
            : reference.Repository;
        return reference.Digest is { } digest ? $"{name}@{ShortDigest(digest)}" : $"{name}:{reference.Tag}";
    }

    /// <summary><c>sha256:0123456789ab</c>.</summary>
    public static string ShortDigest(string digest) => digest.Length > 19 ? digest[..19] : digest;

    /// <summary><c>127.0.0.1:18080 → 8080/tcp</c>, or <c>8080/tcp, not published</c>.</summary>
    public static string Port(PortMapping port) =>
        port.Host is { } host
            ? $"{port.HostIp}:{host} → {port.Container}/{port.Protocol}"
            : $"{port.Container}/{port.Protocol}, not published";

    public static string Health(HealthCheck? health) =>
        health switch
        {
            null => "The image's own, or that it keeps running",
            { Http: { } http } => $"GET :{http.Port}{http.Path} every {health.IntervalSeconds} s",
            _ => $"{ShellWords.Join(health.Command ?? [])} every {health.IntervalSeconds} s",
        };
}
