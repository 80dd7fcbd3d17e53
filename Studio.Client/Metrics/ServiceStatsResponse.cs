namespace Studio.Client.Metrics;

/// <summary>What a service uses, as <c>docker stats</c> counts it: totals since its start, and rates since the sample before.</summary>
/// <param name="CpuPercent">Of one core: 200 is two cores busy.</param>
/// <param name="MemoryBytes">Without file cache that the kernel may drop.</param>
/// <param name="MemoryLimitBytes">The service's own, or the machine's memory.</param>
/// <param name="Pids">Processes and threads.</param>
public sealed record ServiceStatsResponse(
    DateTimeOffset At,
    double CpuPercent,
    long MemoryBytes,
    long MemoryLimitBytes,
    TransferResponse NetworkReceived,
    TransferResponse NetworkSent,
    TransferResponse BlockRead,
    TransferResponse BlockWritten,
    int Pids
);

/// <param name="Bytes">Since its start.</param>
public sealed record TransferResponse(long Bytes, double BytesPerSecond);
