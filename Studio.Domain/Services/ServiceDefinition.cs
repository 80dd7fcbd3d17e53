using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;

namespace Studio.Domain.Services;

/// <summary>What should run. Checked by <c>DefinitionRules</c> before it is stored; kept as JSON in its revision.</summary>
public sealed record ServiceDefinition
{
    public required string Name { get; init; }

    public string? Description { get; init; }

    /// <summary>As it was written; parsed by <see cref="Engine.ImageReference"/>.</summary>
    public required string Image { get; init; }

    /// <summary>Null: <see cref="PullPolicy.Always"/> for a tag with a pull secret, <see cref="PullPolicy.Missing"/> otherwise.</summary>
    public PullPolicy? Pull { get; init; }

    public PullSecretId? PullSecret { get; init; }

    /// <summary>Replaces the image's command; its entry point stays. Null: the image's own.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    public IReadOnlyList<string>? Entrypoint { get; init; }

    public string? WorkingDirectory { get; init; }

    public string? User { get; init; }

    /// <summary>Plain variables, shown in clear.</summary>
    public IReadOnlyList<PlainVariable> Environment { get; init; } = [];

    public IReadOnlyList<Binding> Bindings { get; init; } = [];

    public IReadOnlyList<PortMapping> Ports { get; init; } = [];

    public HealthCheck? Health { get; init; }

    /// <summary>Null: the container has nothing but its image.</summary>
    public ServiceStorage? Storage { get; init; }

    public Resources Resources { get; init; } = new();

    public Profile Profile { get; init; }

    public bool ReadOnlyRoot { get; init; }

    /// <summary>Wire ids of the secret keys and of the pull secret that it refers to.</summary>
    public IEnumerable<string> Subjects() =>
        Bindings
            .Select(binding => $"{binding.SecretKeys}")
            .Concat(PullSecret is { } pullSecret ? [$"{pullSecret}"] : [])
            .Distinct();

    public bool Binds(SecretKeysId keys) => Bindings.Any(binding => binding.SecretKeys == keys);

    /// <summary>The same with another collection in the place of one.</summary>
    public ServiceDefinition Rebound(SecretKeysId from, SecretKeysId to) =>
        this with
        {
            Bindings =
            [
                .. Bindings.Select(binding => binding.SecretKeys == from ? binding with { SecretKeys = to } : binding),
            ],
        };

    /// <summary>Whether both say the same, list by list: a record compares its lists by reference.</summary>
    public bool IsSameAs(ServiceDefinition other) => DefinitionJson.Write(this) == DefinitionJson.Write(other);
}

public enum PullPolicy
{
    /// <summary>Ask the registry at each launch; layers that are present are not fetched again.</summary>
    Always,

    /// <summary>Use the present image if this project has pulled it itself.</summary>
    Missing,

    /// <summary>Only the present image, under the same rule.</summary>
    Never,
}

/// <summary>What a container may do; <c>runtime.md</c> calls these the profiles.</summary>
public enum Profile
{
    /// <summary>The few capabilities that ordinary images need to start.</summary>
    Standard,

    /// <summary>No capability at all, and a read-only root file system.</summary>
    Strict,
}

public sealed record PlainVariable(string Name, string Value);

/// <summary>The service uses a collection of secret keys.</summary>
/// <param name="Only">Names to take; null: all.</param>
/// <param name="Prefix">Put before every name that is not renamed.</param>
/// <param name="Rename">From the entry's name to the variable's.</param>
/// <param name="Override">Whether these may replace variables that stand before them.</param>
/// <param name="AllowReserved">The explicit yes to a prefix or a new name that makes a variable which changes how programs are found or
/// loaded. A plain variable needs none: it stands in clear wherever the service is shown.</param>
public sealed record Binding(
    SecretKeysId SecretKeys,
    IReadOnlyList<string>? Only,
    string? Prefix,
    IReadOnlyDictionary<string, string> Rename,
    Delivery? Delivery,
    bool Override,
    bool AllowReserved = false
);

/// <param name="Host">Port on the host; null: not published.</param>
/// <param name="Protocol"><c>tcp</c> or <c>udp</c>.</param>
public sealed record PortMapping(int Container, int? Host, string HostIp, string Protocol);

/// <summary>How to find out whether the service works: an HTTP request by Studio, or a command inside the container.</summary>
public sealed record HealthCheck(
    HttpProbe? Http,
    IReadOnlyList<string>? Command,
    int IntervalSeconds,
    int TimeoutSeconds,
    int Retries,
    int StartPeriodSeconds
);

/// <summary>Any 2xx or 3xx answer to <c>GET path</c> is healthy; redirects are not followed.</summary>
public sealed record HttpProbe(int Port, string Path);

public sealed record Resources(int MemoryMiB = 512, double Cpus = 1, int Pids = 256);
