using Studio.Domain.Common;

namespace Studio.Domain.Engine;

/// <summary>
/// What runs containers, in the words of the product. Nothing here assumes one host. Every member throws
/// <see cref="EngineException"/> for what the engine refuses and for an engine that is away.
/// </summary>
public interface IContainerEngine
{
    /// <exception cref="EngineException"><see cref="EngineFailure.Unavailable"/>: not reachable.</exception>
    Task<EngineFacts> GetFactsAsync(CancellationToken stop);

    /// <summary>Facts of a present image, or null when the engine does not have it.</summary>
    /// <param name="image">A reference with tag or digest, or an image id.</param>
    Task<ImageFacts?> FindImageAsync(string image, CancellationToken stop);

    /// <summary>Asks the registry for the digest behind a reference, with these credentials. Fetches no layer.</summary>
    Task<string> ResolveDigestAsync(ImageReference image, RegistryCredentials? credentials, CancellationToken stop);

    /// <summary>Pulls, layer by layer. The last item has come when the image is there.</summary>
    IAsyncEnumerable<PullProgress> PullAsync(
        ImageReference image,
        RegistryCredentials? credentials,
        CancellationToken stop
    );

    /// <summary>Images with what uses them, but for those without a name that others were only built on. In no order.</summary>
    /// <param name="measured">Work out <see cref="StoredImage.Shared"/>, too, which takes the engine time.</param>
    Task<IReadOnlyList<StoredImage>> ListImagesAsync(bool measured, CancellationToken stop);

    /// <summary>Takes an image away with all its names. Nothing happens when it is gone.</summary>
    /// <param name="image">Its id.</param>
    /// <exception cref="EngineException">
    /// <see cref="EngineFailure.Conflict"/>: a container uses it, running or not, or another image was built on it.
    /// </exception>
    Task RemoveImageAsync(string image, CancellationToken stop);

    /// <summary>Makes a tag name this image from now on, whatever it named before.</summary>
    /// <param name="image">Its id.</param>
    /// <param name="tag">Without a digest.</param>
    Task TagImageAsync(string image, ImageReference tag, CancellationToken stop);

    /// <summary>Creates a container, not started.</summary>
    /// <returns>The container's id.</returns>
    Task<string> CreateAsync(ContainerSpec spec, CancellationToken stop);

    /// <summary>Starts it; nothing happens when it runs already.</summary>
    Task StartAsync(string container, CancellationToken stop);

    /// <summary>Stops it: a signal, then a kill after the grace time. Nothing happens when it is stopped or gone.</summary>
    Task StopAsync(string container, TimeSpan grace, CancellationToken stop);

    /// <summary>Removes it, running or not. Nothing happens when it is gone.</summary>
    Task RemoveAsync(string container, CancellationToken stop);

    /// <summary>Whether the engine itself starts it again when it ends.</summary>
    Task SetRestartAsync(string container, bool always, CancellationToken stop);

    /// <summary>The container as it is now, or null when there is none.</summary>
    Task<ContainerFacts?> FindContainerAsync(string container, CancellationToken stop);

    /// <summary>All containers, running or not, that bear all of these labels.</summary>
    Task<IReadOnlyList<ContainerFacts>> ListContainersAsync(
        IReadOnlyDictionary<string, string> labels,
        CancellationToken stop
    );

    /// <summary>
    /// What happens to containers with all of these labels, until the engine stops: then it just ends. What happens while nobody
    /// watches may be told to nobody, so whoever watches also looks from time to time.
    /// </summary>
    /// <param name="since">Also what happened since then, as far as the engine remembers; null: from now on.</param>
    IAsyncEnumerable<ContainerEvent> WatchAsync(
        IReadOnlyDictionary<string, string> labels,
        DateTimeOffset? since,
        CancellationToken stop
    );

    /// <summary>What a container has printed, oldest first, many records at a time. Its end is no proof that the container has ended.</summary>
    IAsyncEnumerable<OutputBatch> ReadOutputAsync(string container, OutputRange range, CancellationToken stop);

    /// <summary>What a container has printed, by number; null where the engine shows it in order only.</summary>
    Task<IOutputHistory?> OpenHistoryAsync(string container, CancellationToken stop);

    /// <summary>Starts a command inside a running container.</summary>
    /// <exception cref="EngineException">
    /// <see cref="EngineFailure.NoSuchCommand"/>, <see cref="EngineFailure.NotRunning"/>.
    /// </exception>
    Task<IRunningCommand> RunAsync(string container, CommandSpec command, CancellationToken stop);

    /// <summary>What a container has used so far, or null when it does not run or is gone.</summary>
    Task<ContainerUsage?> ReadUsageAsync(string container, CancellationToken stop);

    /// <summary>What there is to use on the machines that run containers.</summary>
    Task<HostFacts> GetHostAsync(CancellationToken stop);

    /// <summary>Makes the bridge network of this name unless it exists.</summary>
    Task EnsureNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken stop);

    /// <summary>Removes the network of this name if it bears all of these labels and no running container is on it.</summary>
    Task RemoveNetworkAsync(string name, IReadOnlyDictionary<string, string> labels, CancellationToken stop);
}

public enum ContainerEventKind
{
    Started,
    Ended,
    OutOfMemory,
    Healthy,
    Unhealthy,
    Removed,
}

/// <summary>Counters that grow while a container runs and begin again when it is started; memory and pids are as they are now.</summary>
/// <param name="At">When it was counted, on the engine's clock.</param>
/// <param name="CpuNanoseconds">Time on all cores together.</param>
/// <param name="MemoryBytes">Without file cache that the kernel may drop.</param>
/// <param name="MemoryLimitBytes">The container's limit, or the host's memory where it has none.</param>
/// <param name="Pids">Processes and threads.</param>
public sealed record ContainerUsage(
    DateTimeOffset At,
    long CpuNanoseconds,
    long MemoryBytes,
    long MemoryLimitBytes,
    long ReceivedBytes,
    long SentBytes,
    long ReadBytes,
    long WrittenBytes,
    int Pids
);

/// <param name="Cores">Over all machines.</param>
/// <param name="MemoryBytes">Over all machines.</param>
public sealed record HostFacts(int Cores, long MemoryBytes);

/// <param name="Container">Its id.</param>
/// <param name="ExitCode">Only of <see cref="ContainerEventKind.Ended"/>.</param>
/// <param name="Labels">Of the container.</param>
public sealed record ContainerEvent(
    string Container,
    ContainerEventKind Kind,
    DateTimeOffset At,
    int? ExitCode,
    IReadOnlyDictionary<string, string> Labels
);

/// <param name="Version">Such as <c>20.10.24</c>.</param>
/// <param name="ApiVersion">The one in use.</param>
public sealed record EngineFacts(
    string Name,
    string Version,
    string ApiVersion,
    string OperatingSystem,
    string Architecture
);

/// <param name="Id">The engine's content id, <c>sha256:…</c>.</param>
/// <param name="Digests">Repository digests, <c>host/path@sha256:…</c>.</param>
/// <param name="HasHealthCheck">Whether the image brings one of its own.</param>
public sealed record ImageFacts(
    string Id,
    IReadOnlyList<string> Digests,
    IReadOnlyList<string> Entrypoint,
    IReadOnlyList<string> Command,
    bool HasHealthCheck
);

/// <summary>Credentials for one pull. Not a record: it must not print itself.</summary>
public sealed class RegistryCredentials(string server, string username, SecretText password)
{
    public string Server => server;

    public string Username => username;

    public SecretText Password => password;
}

/// <summary>One step of a pull.</summary>
/// <param name="Layer">Short layer id; null for messages about the whole image.</param>
/// <param name="Status">In the engine's words, such as <c>Downloading</c>.</param>
/// <param name="Current">Bytes; may exceed <paramref name="Total"/>.</param>
public sealed record PullProgress(string? Layer, string Status, long? Current, long? Total);

/// <summary>Everything that makes a container. There is one builder of it, <c>ContainerSpecBuilder</c>.</summary>
public sealed record ContainerSpec
{
    public required string Name { get; init; }

    /// <summary>By digest or image id, so that what runs is what was planned.</summary>
    public required string Image { get; init; }

    /// <summary>Null: the image's own.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>Null: the image's own.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    public string? WorkingDirectory { get; init; }

    public string? User { get; init; }

    public IReadOnlyList<EnvironmentVariable> Environment { get; init; } = [];

    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    public IReadOnlyList<PublishedPort> Ports { get; init; } = [];

    public IReadOnlyList<ContainerMount> Mounts { get; init; } = [];

    public ContainerHealthCheck? HealthCheck { get; init; }

    public required ContainerLimits Limits { get; init; }

    public required ContainerSecurity Security { get; init; }

    /// <summary>The network it joins, and the name that it has there.</summary>
    public required string Network { get; init; }

    public string? NetworkAlias { get; init; }
}

/// <summary>One variable; the value may be a secret, so it does not print itself.</summary>
public sealed class EnvironmentVariable(string name, SecretText value)
{
    public string Name => name;

    public SecretText Value => value;
}

/// <param name="HostPort">Null: not published.</param>
/// <param name="HostAddress">An address of the host.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record PublishedPort(int ContainerPort, int? HostPort, string HostAddress, string Protocol);

/// <summary>A command that the engine runs inside the container.</summary>
/// <param name="Test">The command and its arguments; run without a shell.</param>
public sealed record ContainerHealthCheck(
    IReadOnlyList<string> Test,
    TimeSpan Interval,
    TimeSpan Timeout,
    int Retries,
    TimeSpan StartPeriod
);

/// <param name="MemoryBytes">Also the limit of memory and swap together.</param>
/// <param name="Cpus">Cores.</param>
public sealed record ContainerLimits(long MemoryBytes, double Cpus, int Pids);

/// <summary>What the container may do to the host: little.</summary>
/// <param name="Capabilities">Added back after all have been dropped.</param>
public sealed record ContainerSecurity(IReadOnlyList<string> Capabilities, bool ReadOnlyRoot, bool TmpfsTmp);

/// <param name="ExitCode">Of its last run; null while it runs.</param>
/// <param name="OutOfMemory">The kernel ended its last run for the memory limit.</param>
/// <param name="RestartCount">How often the engine started it again by itself.</param>
/// <param name="RestartsAlways">Whether the engine starts it again when it ends.</param>
/// <param name="Health"><c>healthy</c>, <c>unhealthy</c>, <c>starting</c>, or null without a health check.</param>
/// <param name="HealthOutput">Of the last probe, unredacted.</param>
/// <param name="Address">Its address on <c>ContainerSpec.Network</c>, while it runs.</param>
public sealed record ContainerFacts(
    string Id,
    string Name,
    ContainerStatus Status,
    int? ExitCode,
    bool OutOfMemory,
    int RestartCount,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    bool RestartsAlways,
    string? Health,
    string? HealthOutput,
    string? Address,
    IReadOnlyDictionary<string, string> Labels
)
{
    /// <summary>What of the host is mounted into it.</summary>
    public IReadOnlyList<FolderMount> Folders { get; init; } = [];

    /// <summary>It runs, or the engine is about to start it again.</summary>
    public bool IsUp => Status is ContainerStatus.Running or ContainerStatus.Restarting;

    /// <summary>The last runs of its health check, oldest first: as many as the engine keeps.</summary>
    public IReadOnlyList<ContainerProbe> Probes { get; init; } = [];
}

/// <summary>One run of a container's own health check.</summary>
/// <param name="ExitCode">0: healthy.</param>
/// <param name="Output">Unredacted, and cut by the engine.</param>
public sealed record ContainerProbe(DateTimeOffset At, TimeSpan Took, int ExitCode, string Output);

public enum ContainerStatus
{
    Created,
    Running,
    Restarting,
    Exited,
    Other,
}
