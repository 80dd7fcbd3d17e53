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

    [Fact]
    public void Nothing_ticks_once_the_page_is_left()
    {
        var stepper = Render<Stepper>(with =>
            with.Add(it => it.Label, "Launch").Add(it => it.Steps, [new("Pull", StepState.Running, Time.GetUtcNow())])
        );

        stepper.Instance.Dispose();

        Assert.Equal(0, Time.ActiveTimers);
    }

    [Fact]
    public void What_came_of_a_step_and_more_about_it_stand_below_its_name()
    {
        var stepper = Render<Stepper>(with =>
            with.Add(it => it.Label, "Launch")
                .Add(it => it.Steps, [new("Pull", StepState.Failed, Detail: "The registry refused.")])
                .Add(it => it.Under, step => $"<em>more of {step.Name}</em>")
        );

        Assert.Equal("The registry refused.", stepper.Find(".words .detail").TextContent);
        Assert.Equal("more of Pull", stepper.Find(".words em").TextContent);
        Assert.Contains("tone-danger", stepper.Find("li").ClassList);
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
