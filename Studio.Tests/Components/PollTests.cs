using Bunit;
using Microsoft.AspNetCore.Components;
using Studio.Components;

namespace Studio.Tests.Components;

public class PollTests : ComponentTest
{
    static readonly TimeSpan _period = TimeSpan.FromSeconds(3);

    [Fact]
    public void A_look_that_fails_is_said_and_the_next_one_may_do_better()
    {
        var asked = 0;
        var poll = Render<Poll>(with =>
            with.Add(it => it.Every, _period)
                .Add(
                    it => it.Tick,
                    EventCallback.Factory.Create<CancellationToken>(
                        this,
                        () => ++asked == 2 ? throw new InvalidDataException("broken") : Task.CompletedTask
                    )
                )
        );

        Look(poll, () => asked == 1, "");
        Look(poll, () => asked == 2, "Not up to date");
        Look(poll, () => asked == 3, "");
    }

    void Look(IRenderedComponent<Poll> poll, Func<bool> asked, string said)
    {
        poll.WaitForState(() => Time.ActiveTimers == 1);
        Time.Advance(_period);
        poll.WaitForAssertion(() =>
        {
            Assert.True(asked());
            Assert.Equal(said != "", poll.Markup.Contains("Not up to date", StringComparison.Ordinal));
        });
    }
}
