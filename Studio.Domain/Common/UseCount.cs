namespace Studio.Domain.Common;

/// <summary>How many services use a thing, and how many of them run.</summary>
public readonly record struct UseCount(int Services, int Running)
{
    internal static UseCount Of(IEnumerable<bool> running) =>
        running.Aggregate(new UseCount(), (count, runs) => new(count.Services + 1, count.Running + (runs ? 1 : 0)));

    /// <summary>Such as "2 services use it, 1 running".</summary>
    public override string ToString() =>
        $"{(Services == 1 ? "1 service uses it" : $"{Services} services use it")}, {Running} running";
}
