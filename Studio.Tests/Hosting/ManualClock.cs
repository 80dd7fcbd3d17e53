namespace Studio.Tests.Hosting;

/// <summary>Time that passes when a test says so.</summary>
sealed class ManualClock : TimeProvider
{
    public DateTimeOffset Now { get; set; } = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => Now;
}
