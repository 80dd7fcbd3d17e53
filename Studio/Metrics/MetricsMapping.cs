using Studio.Client.Metrics;
using Studio.Domain.Metrics;

namespace Studio.Metrics;

static class MetricsMapping
{
    public static ServiceStatsResponse ToResponse(this UsagePoint point) =>
        new(
            point.At,
            Rounded(point.Rates?.CpuPercent),
            point.Usage.MemoryBytes,
            point.Usage.MemoryLimitBytes,
            new TransferResponse(point.Usage.ReceivedBytes, Rounded(point.Rates?.Received)),
            new TransferResponse(point.Usage.SentBytes, Rounded(point.Rates?.Sent)),
            new TransferResponse(point.Usage.ReadBytes, Rounded(point.Rates?.Read)),
            new TransferResponse(point.Usage.WrittenBytes, Rounded(point.Rates?.Written)),
            point.Usage.Pids
        );

    // No rate is none yet: the container was started again in this second.
    static double Rounded(double? rate) => Math.Round(rate ?? 0, 2);
}
