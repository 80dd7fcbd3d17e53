namespace Studio.Domain.Launches;

/// <summary>The pauses between attempts at what fails again and again: a second, doubled each time, at most five minutes.</summary>
static class Backoff
{
    const int Doublings = 9;

    static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <param name="failures">Before the pause; 0: the first one.</param>
    public static TimeSpan After(int failures)
    {
        var pause = First * (1 << Math.Clamp(failures, 0, Doublings));
        return pause < Longest ? pause : Longest;
    }
}
