using Bunit;
using Studio.Components;

namespace Studio.Tests.Components;

public class RelativeTimeTests : ComponentTest
{
    [Theory]
    [InlineData(10, "just now")]
    [InlineData(50, "1 minute ago")]
    [InlineData(60 * 3 + 59, "3 minutes ago")]
    [InlineData(3600 * 23, "23 hours ago")]
    [InlineData(3600 * 24 * 2, "2 days ago")]
    [InlineData(-3600 * 24 * 2, "in 2 days")]
    [InlineData(3600 * 24 * 31, "1 February 2026")]
    public void A_distance_reads_as_a_person_would_say_it(int secondsAgo, string text) =>
        Assert.Equal(text, Relative.Text(Time.GetUtcNow() - TimeSpan.FromSeconds(secondsAgo), Time.GetUtcNow()));

    [Theory]
    [InlineData(0.44, "0.4 s")]
    [InlineData(59.9, "59 s")]
    [InlineData(185, "3 min 05 s")]
    [InlineData(7620, "2 h 07 min")]
    public void A_duration_has_the_precision_that_matters(double seconds, string text) =>
        Assert.Equal(text, Relative.Elapsed(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void The_words_move_on_with_the_clock()
    {
        var time = Render<RelativeTime>(with => with.Add(it => it.At, Time.GetUtcNow()));
        Assert.Equal("just now", time.Find("time").TextContent);

        Time.Advance(TimeSpan.FromMinutes(2));

        time.WaitForAssertion(() => Assert.Equal("2 minutes ago", time.Find("time").TextContent));
        Assert.Equal("4 March 2026, 12:00:00 UTC", time.Find("time").GetAttribute("title"));
    }

    [Fact]
    public async Task Many_times_share_one_timer_and_the_last_one_stops_it()
    {
        for (var i = 0; i < 10; i++)
            Render<RelativeTime>(with => with.Add(it => it.At, Time.GetUtcNow()));
        Assert.Equal(1, Time.ActiveTimers);

        await DisposeComponentsAsync();

        Assert.Equal(0, Time.ActiveTimers);
    }
}
