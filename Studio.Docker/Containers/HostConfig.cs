namespace Studio.Docker.Containers;

/// <summary>
/// What a container gets of the host. There is no <c>Binds</c>: it makes missing folders, owned by root, where <see cref="Mounts"/> refuses
/// to start.
/// </summary>
public sealed class HostConfig
{
    public IReadOnlyList<Mount>? Mounts { get; init; }

    /// <summary>Memory file systems: options (<c>size=64m,mode=1777</c>, or nothing) by path.</summary>
    public IReadOnlyDictionary<string, string>? Tmpfs { get; init; }

    public bool? ReadonlyRootfs { get; init; }

    /// <summary><c>bridge</c>, <c>none</c>, or a network's name. Also <c>host</c> and <c>container:…</c>, which give up isolation.</summary>
    public string? NetworkMode { get; init; }

    /// <summary>Host addresses by container port (<c>8080/tcp</c>).</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<PortBinding>>? PortBindings { get; init; }

    /// <summary>Lines for <c>/etc/hosts</c>: <c>name:address</c>.</summary>
    public IReadOnlyList<string>? ExtraHosts { get; init; }

    /// <summary>Capabilities to take away, without <c>CAP_</c>; <c>ALL</c> takes all.</summary>
    public IReadOnlyList<string>? CapDrop { get; init; }

    /// <summary>Capabilities to give back.</summary>
    public IReadOnlyList<string>? CapAdd { get; init; }

    /// <summary>Such as <c>no-new-privileges:true</c>.</summary>
    public IReadOnlyList<string>? SecurityOpt { get; init; }

    /// <summary>Never needed by an ordinary service; here so that one can see that it is off.</summary>
    public bool? Privileged { get; init; }

    /// <summary>Bytes.</summary>
    public long? Memory { get; init; }

    /// <summary>Bytes of memory and swap together: the same as <see cref="Memory"/> is no swap.</summary>
    public long? MemorySwap { get; init; }

    /// <summary>Billionths of a CPU.</summary>
    public long? NanoCpus { get; init; }

    /// <summary>Processes and threads.</summary>
    public long? PidsLimit { get; init; }

    public RestartPolicy? RestartPolicy { get; init; }
    public LogConfig? LogConfig { get; init; }

    /// <summary>An init process as pid 1 that reaps children and passes signals on.</summary>
    public bool? Init { get; init; }

    /// <summary>Remove the container when it exits.</summary>
    public bool? AutoRemove { get; init; }

    /// <summary>OCI runtime; null is the engine's default.</summary>
    public string? Runtime { get; init; }
}

/// <summary>A file system from outside. See <see href="https://docs.docker.com/reference/api/engine/#tag/Container/operation/ContainerCreate">HostConfig.Mounts</see>.</summary>
public sealed class Mount
{
    /// <summary><c>bind</c>, <c>volume</c> or <c>tmpfs</c>.</summary>
    public string Type
    {
        get => field ?? "";
        init;
    }

    /// <summary>Path on the host, or a volume's name.</summary>
    public string? Source { get; init; }

    /// <summary>Path in the container.</summary>
    public string Target
    {
        get => field ?? "";
        init;
    }

    public bool? ReadOnly { get; init; }

    /// <summary>Of a <c>tmpfs</c>.</summary>
    public TmpfsOptions? TmpfsOptions { get; init; }

    /// <summary>A folder or file of the host, which must exist.</summary>
    public static Mount Bind(string source, string target, bool readOnly = false) =>
        new()
        {
            Type = "bind",
            Source = source,
            Target = target,
            ReadOnly = readOnly,
        };

    /// <summary>A volume of the engine, made where it does not exist.</summary>
    public static Mount Volume(string name, string target, bool readOnly = false) =>
        new()
        {
            Type = "volume",
            Source = name,
            Target = target,
            ReadOnly = readOnly,
        };

    /// <summary>A memory file system.</summary>
    public static Mount Tmpfs(string target, TmpfsOptions? options = null) =>
        new()
        {
            Type = "tmpfs",
            Target = target,
            TmpfsOptions = options,
        };
}

/// <param name="SizeBytes">The most that it holds; null is half of the machine's memory.</param>
/// <param name="Mode">Permission bits of its root.</param>
public sealed record TmpfsOptions(long? SizeBytes, int? Mode);

/// <summary>Where a published port listens on the host.</summary>
/// <param name="HostIp">Empty is all addresses.</param>
/// <param name="HostPort">Empty is any free port.</param>
public sealed record PortBinding(string? HostIp, string? HostPort);

/// <summary>Whether the engine starts a container again after it exits.</summary>
/// <param name="Name"><c>no</c>, <c>always</c>, <c>unless-stopped</c> or <c>on-failure</c>.</param>
/// <param name="MaximumRetryCount">For <c>on-failure</c>; 0 is without end.</param>
public sealed record RestartPolicy(string Name, int MaximumRetryCount = 0)
{
    public static RestartPolicy No { get; } = new("no");
    public static RestartPolicy Always { get; } = new("always");

    /// <summary>Also after a restart of the engine or of the machine.</summary>
    public static RestartPolicy UnlessStopped { get; } = new("unless-stopped");

    public static RestartPolicy OnFailure(int maximumRetryCount) => new("on-failure", maximumRetryCount);
}

/// <summary>Where a container's output is kept. See <see href="https://docs.docker.com/engine/logging/configure/">logging drivers</see>.</summary>
public sealed class LogConfig
{
    /// <summary>Such as <c>json-file</c>.</summary>
    public string? Type { get; init; }

    /// <summary>Such as <c>max-size</c> = <c>10m</c>, <c>max-file</c> = <c>3</c>.</summary>
    public IReadOnlyDictionary<string, string>? Config { get; init; }
}
