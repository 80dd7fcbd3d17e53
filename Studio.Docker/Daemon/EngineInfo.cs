using System.Collections.ObjectModel;
using System.Text.Json;

namespace Studio.Docker.Daemon;

/// <summary>See <see href="https://docs.docker.com/reference/api/engine/#tag/System/operation/SystemInfo">GET /info</see>.</summary>
public sealed class EngineInfo
{
    /// <summary>The same over restarts of the engine.</summary>
    public string ID
    {
        get => field ?? "";
        init;
    }

    public string Name
    {
        get => field ?? "";
        init;
    }
    public string ServerVersion
    {
        get => field ?? "";
        init;
    }
    public string OperatingSystem
    {
        get => field ?? "";
        init;
    }

    /// <summary>The storage driver: <c>overlay2</c>, <c>vfs</c>, …</summary>
    public string Driver
    {
        get => field ?? "";
        init;
    }

    public string DockerRootDir
    {
        get => field ?? "";
        init;
    }

    /// <summary><c>1</c> or <c>2</c>.</summary>
    public string CgroupVersion
    {
        get => field ?? "";
        init;
    }

    /// <summary>Bytes.</summary>
    public long MemTotal { get; init; }

    public int NCPU { get; init; }

    /// <summary>Whether limits of memory and of processes are enforced; where not, they are ignored with a warning.</summary>
    public bool MemoryLimit { get; init; }

    /// <inheritdoc cref="MemoryLimit"/>
    public bool PidsLimit { get; init; }

    /// <summary>Whether containers go on running while the engine restarts.</summary>
    public bool LiveRestoreEnabled { get; init; }

    /// <summary>Such as <c>name=seccomp,profile=default</c>, <c>name=userns</c>, <c>name=rootless</c>.</summary>
    public IReadOnlyList<string> SecurityOptions
    {
        get => field ?? [];
        init;
    }

    /// <summary>OCI runtimes by name; <c>runc</c> is always there.</summary>
    public IReadOnlyDictionary<string, JsonElement> Runtimes
    {
        get => field ?? ReadOnlyDictionary<string, JsonElement>.Empty;
        init;
    }
}
