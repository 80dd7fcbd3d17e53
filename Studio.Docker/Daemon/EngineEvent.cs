using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Studio.Docker.Daemon;

/// <summary>Something that happened. See <see href="https://docs.docker.com/reference/api/engine/#tag/System/operation/SystemEvents">GET /events</see>.</summary>
public sealed class EngineEvent
{
    /// <summary><c>container</c>, <c>image</c>, <c>network</c>, …</summary>
    public string Type
    {
        get => field ?? "";
        init;
    }

    /// <summary><c>start</c>, <c>die</c>, <c>health_status: healthy</c>, …</summary>
    public string Action
    {
        get => field ?? "";
        init;
    }

    /// <summary>What it happened to.</summary>
    public EventActor Actor
    {
        get => field ?? new();
        init;
    }

    /// <summary>When, to the 100 nanoseconds.</summary>
    [JsonIgnore]
    public DateTimeOffset At => DateTimeOffset.UnixEpoch.AddTicks(TimeNano / TimeSpan.NanosecondsPerTick);

    [JsonInclude, JsonPropertyName("timeNano")]
    internal long TimeNano { get; init; }
}

/// <summary>The object of an event.</summary>
public sealed class EventActor
{
    /// <summary>Id of a container or network; reference of an image.</summary>
    public string ID
    {
        get => field ?? "";
        init;
    }

    /// <summary>Its labels, and facts of the event: <c>name</c>, <c>image</c>, <c>exitCode</c>.</summary>
    public IReadOnlyDictionary<string, string> Attributes
    {
        get => field ?? ReadOnlyDictionary<string, string>.Empty;
        init;
    }
}
