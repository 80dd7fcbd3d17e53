using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace Studio.Client.Services;

/// <summary>A plain environment variable.</summary>
public sealed record VariableDefinition(string Name, string Value);

/// <summary>The service uses these secret keys.</summary>
/// <param name="SecretKeys">Id or name of the collection.</param>
/// <param name="Only">Names of the entries to take; null: all.</param>
/// <param name="Prefix">Put before each name.</param>
/// <param name="Rename">New name by entry; a renamed entry takes no prefix.</param>
/// <param name="Delivery"><c>env</c>, <c>sealed-env</c>, <c>file</c> or <c>on-demand</c>; null: each entry's own.</param>
/// <param name="Override">Whether it may replace a variable that was set before it.</param>
/// <param name="AllowReserved">The explicit yes to a prefix or new name that makes a variable such as <c>LD_PRELOAD</c>.</param>
public sealed record BindingDefinition(
    string SecretKeys,
    IReadOnlyList<string>? Only = null,
    string? Prefix = null,
    IReadOnlyDictionary<string, string>? Rename = null,
    string? Delivery = null,
    bool Override = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool AllowReserved = false
);

/// <param name="Reference"><c>scheme:ref</c>.</param>
/// <param name="Delivery">As for a binding; null: <c>file</c>.</param>
public sealed record SecretReferenceDefinition(string Name, string Reference, string? Delivery = null);

/// <summary>Owner and mode of delivered files.</summary>
/// <param name="Uid">Null: the container's user.</param>
/// <param name="Gid">Null: the container's group.</param>
/// <param name="Mode">Octal digits; null: <c>0400</c>.</param>
public sealed record FileOptionsDefinition(int? Uid = null, int? Gid = null, string? Mode = null);

/// <param name="Host">Null: not published.</param>
/// <param name="HostIp">Null: <c>127.0.0.1</c>.</param>
/// <param name="Protocol"><c>tcp</c> (also when null) or <c>udp</c>.</param>
public sealed record PortDefinition(int Container, int? Host = null, string? HostIp = null, string? Protocol = null);

/// <summary>When the service counts as healthy: an answer over HTTP, or a command's exit status.</summary>
public sealed record HealthDefinition(
    HttpHealthDefinition? Http = null,
    CommandLine? Command = null,
    int IntervalSeconds = 10,
    int TimeoutSeconds = 5,
    int Retries = 3,
    int StartPeriodSeconds = 0
);

/// <param name="Port">The container's port.</param>
public sealed record HttpHealthDefinition(int Port, string Path = "/");

/// <summary>What is mounted into the container.</summary>
public sealed record StorageDefinition
{
    /// <summary>The project's storage.</summary>
    [AllowNull]
    public IReadOnlyList<ProjectMountDefinition> Project
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Empty at each launch.</summary>
    [AllowNull]
    public IReadOnlyList<EmptyDirDefinition> EmptyDirs
    {
        get;
        init => field = value ?? [];
    } = [];

    /// <summary>Plain files with a given text.</summary>
    [AllowNull]
    public IReadOnlyList<FileDefinition> Files
    {
        get;
        init => field = value ?? [];
    } = [];
}

/// <param name="Path">Where in the container.</param>
/// <param name="Subpath">A folder of the project's storage; null: its root.</param>
public sealed record ProjectMountDefinition(string Path, string? Subpath = null, bool ReadOnly = false);

public sealed record EmptyDirDefinition(string Path);

public sealed record FileDefinition(string Path, string Text, bool ReadOnly = false);

/// <param name="Cpus">Cores, such as 0.5.</param>
/// <param name="Pids">Most processes at once.</param>
public sealed record ResourcesDefinition(int? MemoryMiB = null, double? Cpus = null, int? Pids = null);
