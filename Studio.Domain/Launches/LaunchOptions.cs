namespace Studio.Domain.Launches;

/// <param name="Settle">How long a container without a health check must run without a restart to count as healthy.</param>
public sealed record LaunchOptions(TimeSpan Settle)
{
    /// <summary>How long a container may take to end after its stop signal before it is killed: the engine's own default.</summary>
    public static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(10);
}
