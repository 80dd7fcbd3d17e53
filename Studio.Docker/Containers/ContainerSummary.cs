using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Studio.Docker.Containers;

/// <summary>A container in a list. See <see href="https://docs.docker.com/reference/api/engine/#tag/Container/operation/ContainerList">GET /containers/json</see>.</summary>
public sealed class ContainerSummary
{
    /// <summary>64 hex digits.</summary>
    public string Id
    {
        get => field ?? "";
        init;
    }

    /// <summary>With a leading slash.</summary>
    public IReadOnlyList<string> Names
    {
        get => field ?? [];
        init;
    }

    /// <summary>The reference it was made with, or the id where that now names another image.</summary>
    public string Image
    {
        get => field ?? "";
        init;
    }

    public string ImageID
    {
        get => field ?? "";
        init;
    }

    /// <summary><c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>removing</c>, <c>exited</c> or <c>dead</c>.</summary>
    public string State
    {
        get => field ?? "";
        init;
    }

    /// <summary>For people: <c>Up 2 hours (healthy)</c>.</summary>
    public string Status
    {
        get => field ?? "";
        init;
    }

    public IReadOnlyDictionary<string, string> Labels
    {
        get => field ?? ReadOnlyDictionary<string, string>.Empty;
        init;
    }

    [JsonIgnore]
    public DateTimeOffset CreatedAt => DateTimeOffset.FromUnixTimeSeconds(Created);

    [JsonInclude]
    internal long Created { get; init; }
}

/// <summary>Which containers; all conditions must hold.</summary>
public sealed class ContainerListOptions
{
    /// <summary>Those that do not run, too.</summary>
    public bool All { get; init; }

    /// <summary><c>name</c> or <c>name=value</c>.</summary>
    public IReadOnlyCollection<string> Labels { get; init; } = [];

    /// <summary>Any of these states, as in <see cref="ContainerSummary.State"/>.</summary>
    public IReadOnlyCollection<string> States { get; init; } = [];
}
