using System.Collections.ObjectModel;
using System.Text.Json.Serialization;

namespace Studio.Docker.Containers;

/// <summary>
/// What a container has used so far, as counters: two of them make a rate. Of one that does not run everything is zero or missing.
/// See <see href="https://docs.docker.com/reference/api/engine/#tag/Container/operation/ContainerStats">GET /containers/{id}/stats</see>.
/// </summary>
public sealed class ContainerStats
{
    /// <summary>When the engine counted; year 1 while the container does not run.</summary>
    [JsonPropertyName("read")]
    public DateTimeOffset Read { get; init; }

    [JsonPropertyName("cpu_stats")]
    public CpuStats Cpu
    {
        get => field ?? new();
        init;
    }

    [JsonPropertyName("memory_stats")]
    public MemoryStats Memory
    {
        get => field ?? new();
        init;
    }

    /// <summary>By interface, such as <c>eth0</c>; none for a container on the host's network.</summary>
    [JsonPropertyName("networks")]
    public IReadOnlyDictionary<string, NetworkStats> Networks
    {
        get => field ?? ReadOnlyDictionary<string, NetworkStats>.Empty;
        init;
    }

    [JsonPropertyName("blkio_stats")]
    public BlockStats Block
    {
        get => field ?? new();
        init;
    }

    [JsonPropertyName("pids_stats")]
    public PidsStats Pids
    {
        get => field ?? new();
        init;
    }

    /// <summary>It was counted while the container ran.</summary>
    [JsonIgnore]
    public bool IsOfRunning => Read.Year > 1 && Cpu.Usage.Total > 0;
}

/// <summary>Time on the processors.</summary>
public sealed class CpuStats
{
    [JsonPropertyName("cpu_usage")]
    public CpuUsage Usage
    {
        get => field ?? new();
        init;
    }

    /// <summary>Nanoseconds that the whole machine has worked and idled, over all cores.</summary>
    [JsonPropertyName("system_cpu_usage")]
    public ulong System { get; init; }

    /// <summary>Cores of the machine.</summary>
    [JsonPropertyName("online_cpus")]
    public int OnlineCpus { get; init; }
}

/// <param name="Total">Nanoseconds over all cores since the container was started.</param>
public sealed record CpuUsage([property: JsonPropertyName("total_usage")] ulong Total = 0);

/// <summary>Memory of a container's control group.</summary>
public sealed class MemoryStats
{
    /// <summary>Bytes, file cache included.</summary>
    [JsonPropertyName("usage")]
    public ulong Usage { get; init; }

    /// <summary>Bytes; the machine's memory where the container has no limit of its own.</summary>
    [JsonPropertyName("limit")]
    public ulong Limit { get; init; }

    /// <summary>The kernel's own numbers, whose names differ between the two versions of control groups.</summary>
    [JsonPropertyName("stats")]
    public IReadOnlyDictionary<string, ulong> Stats
    {
        get => field ?? ReadOnlyDictionary<string, ulong>.Empty;
        init;
    }

    /// <summary>
    /// Bytes without the file cache that the kernel may drop, as <c>docker stats</c> shows it.
    /// See <see href="https://docs.docker.com/reference/cli/docker/container/stats/#description">docker container stats</see>.
    /// </summary>
    [JsonIgnore]
    public ulong WithoutCache
    {
        get
        {
            // Version 1 of control groups counts those below under "total_"; version 2 always does.
            var cache = Stats.GetValueOrDefault("total_inactive_file", Stats.GetValueOrDefault("inactive_file"));
            return cache < Usage ? Usage - cache : Usage;
        }
    }
}

/// <summary>Bytes that an interface has carried.</summary>
public sealed record NetworkStats(
    [property: JsonPropertyName("rx_bytes")] ulong Received = 0,
    [property: JsonPropertyName("tx_bytes")] ulong Sent = 0
);

/// <summary>Bytes from and to block devices; nothing where the kernel does not count them.</summary>
public sealed class BlockStats
{
    [JsonIgnore]
    public ulong Read => Sum("read");

    [JsonIgnore]
    public ulong Written => Sum("write");

    [JsonInclude, JsonPropertyName("io_service_bytes_recursive")]
    internal IReadOnlyList<BlockStatsWire>? Entries { get; init; }

    // "Read" of control groups version 1 is "read" of version 2.
    ulong Sum(string operation) =>
        Entries
            ?.Where(entry => operation.Equals(entry.Op, StringComparison.OrdinalIgnoreCase))
            .Aggregate(0UL, (sum, entry) => sum + entry.Value)
        ?? 0;
}

sealed record BlockStatsWire(
    [property: JsonPropertyName("op")] string? Op = null,
    [property: JsonPropertyName("value")] ulong Value = 0
);

/// <param name="Current">Processes and threads now.</param>
public sealed record PidsStats([property: JsonPropertyName("current")] ulong Current = 0);
