using Studio.Domain.Common;
using Studio.Tests.Hosting;

namespace Studio.Tests.Common;

public sealed class AttemptLimitTests
{
    readonly ManualClock _clock = new();
    readonly AttemptLimit _limit;

    public AttemptLimitTests() => _limit = new AttemptLimit(2, TimeSpan.FromMinutes(1), _clock);

    [Fact]
    public void Attempts_are_counted_by_key_until_the_window_ends()
    {
        Assert.Equal([true, true, false], (bool[])[Take("a"), Take("a"), Take("a")]);
        Assert.True(Take("b"));
        _clock.Now += TimeSpan.FromMinutes(1);
        Assert.True(Take("a"));
    }

    [Fact]
    public void An_attempt_that_is_given_back_does_not_count()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.True(Take("a"));
            _limit.GiveBack("a");
        }
    }

    [Fact]
    public void What_is_forgotten_starts_again()
    {
        Take("a");
        Take("a");
        _limit.Forget("a");
        Assert.True(Take("a"));
    }

    [Fact]
    public void Ended_windows_are_dropped_as_time_passes()
    {
        for (var i = 0; i < 10; i++)
            Take($"once-{i}");
        _clock.Now += TimeSpan.FromMinutes(1);
        Take("a");
        Assert.Equal(1, _limit.Count);
    }

    bool Take(string key) => _limit.TryTake(key);
}
