using Bunit;
using Studio.Components;

namespace Studio.Tests.Components;

public class StepperTests : ComponentTest
{
    [Fact]
    public void A_running_step_counts_its_seconds_and_a_finished_one_does_not()
    {
        var start = Time.GetUtcNow();
        var stepper = Render<Stepper>(with =>
            with.Add(it => it.Label, "Launch")
                .Add(
                    it => it.Steps,
                    [
                        new("Resolve", StepState.Done, start, start.AddSeconds(0.4)),
                        new("Pull", StepState.Running, start),
                        new("Create", StepState.Waiting),
                    ]
                )
        );

        Time.Advance(TimeSpan.FromSeconds(12));

        stepper.WaitForAssertion(() =>
            Assert.Equal(["0.4 s", "12 s"], stepper.FindAll(".elapsed").Select(elapsed => elapsed.TextContent))
        );
        Assert.StartsWith("Pull", stepper.Find("[aria-current=step] .name").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_ticks_once_every_step_has_ended()
    {
        var running = new Step("Pull", StepState.Running, Time.GetUtcNow());
        var stepper = Render<Stepper>(with => with.Add(it => it.Label, "Launch").Add(it => it.Steps, [running]));
        Assert.Equal(1, Time.ActiveTimers);

        stepper.Render(with =>
            with.Add(it => it.Steps, [running with { State = StepState.Failed, EndedAt = Time.GetUtcNow() }])
        );

        Assert.Equal(0, Time.ActiveTimers);
    }

    [Theory]
    [InlineData(StepState.Done, "done")]
    [InlineData(StepState.Failed, "failed")]
    [InlineData(StepState.Skipped, "skipped")]
    [InlineData(StepState.Waiting, "waiting")]
    public void The_state_is_a_word_for_those_who_do_not_see_the_colour(StepState state, string word)
    {
        var stepper = Render<Stepper>(with =>
            with.Add(it => it.Label, "Launch").Add(it => it.Steps, [new("Pull", state)])
        );

        Assert.Equal(word, stepper.Find(".name .visually-hidden").TextContent);
    }
}
