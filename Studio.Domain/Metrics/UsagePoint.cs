using Studio.Domain.Engine;

namespace Studio.Domain.Metrics;

/// <summary>What a service used at a moment.</summary>
/// <param name="At">On Studio's clock.</param>
/// <param name="Usage">As the engine counted.</param>
/// <param name="Rates">Since the point before; null of the first one after a start.</param>
public sealed record UsagePoint(DateTimeOffset At, ContainerUsage Usage, UsageRates? Rates);

/// <param name="CpuPercent">Of one core, as <c>docker stats</c> shows it: 200 is two cores busy.</param>
/// <param name="Received">Bytes a second, as are the others.</param>
public sealed record UsageRates(double CpuPercent, double Received, double Sent, double Read, double Written)
{
    /// <summary>Null when the counters began again in between, or the engine's clock did not go on.</summary>
    public static UsageRates? Between(ContainerUsage earlier, ContainerUsage later)
    {
        var elapsed = later.At - earlier.At;
        if (elapsed <= TimeSpan.Zero || later.CpuNanoseconds < earlier.CpuNanoseconds)
            return null;
        return new UsageRates(
            100 * (later.CpuNanoseconds - earlier.CpuNanoseconds) / elapsed.TotalNanoseconds,
            PerSecond(usage => usage.ReceivedBytes),
            PerSecond(usage => usage.SentBytes),
            PerSecond(usage => usage.ReadBytes),
            PerSecond(usage => usage.WrittenBytes)
        );

        // An interface that went away takes its counters along.
        double PerSecond(Func<ContainerUsage, long> counter) =>
            Math.Max(0, counter(later) - counter(earlier)) / elapsed.TotalSeconds;
    }
}
