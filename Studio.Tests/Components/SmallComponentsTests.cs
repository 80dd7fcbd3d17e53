using Bunit;
using Studio.Components;

namespace Studio.Tests.Components;

/// <summary>Components of one decision each.</summary>
public class SmallComponentsTests : ComponentTest
{
    [Theory]
    [InlineData(50, 200, "0.25", "25 %")]
    [InlineData(199, 200, "0.995", "99 %")]
    [InlineData(300, 200, "1", "100 %")]
    [InlineData(50, 0, null, "")]
    public void A_bar_shows_its_share_and_one_of_unknown_length_only_that_it_moves(
        long done,
        long total,
        string? share,
        string words
    )
    {
        var bar = Render<ProgressRow>(with =>
            with.Add(it => it.Label, "layer").Add(it => it.Done, done).Add(it => it.Total, total)
        );

        Assert.Equal(share, bar.Find("progress").GetAttribute("value"));
        Assert.Equal(words, bar.Find(".text").TextContent);
    }

    [Fact]
    public void Words_take_the_place_of_a_percentage()
    {
        var bar = Render<ProgressRow>(with =>
            with.Add(it => it.Label, "layer")
                .Add(it => it.Done, 1)
                .Add(it => it.Total, 2)
                .Add(it => it.Text, "Extracting")
        );

        Assert.Equal("Extracting", bar.Find(".text").TextContent);
    }

    [Theory]
    [InlineData(Tone.Danger, "alert")]
    [InlineData(Tone.Success, "status")]
    public void Only_what_went_wrong_interrupts_a_screen_reader(Tone tone, string role) =>
        Assert.Equal(
            role,
            Render<ProblemBanner>(with => with.Add(it => it.Message, "So it is.").Add(it => it.Tone, tone))
                .Find(".banner")
                .GetAttribute("role")
        );

    [Fact]
    public void A_box_is_named_by_its_label_told_by_its_hint_and_tells_when_it_is_ticked()
    {
        bool? ticked = null;
        var box = Render<CheckField>(with =>
            with.Add(it => it.Label, "Override")
                .Add(it => it.Hint, "Costs.")
                .Add(it => it.ValueChanged, on => ticked = on)
        );
        var input = box.Find("input");

        Assert.Equal(input.Id, box.Find("label").GetAttribute("for"));
        Assert.Equal("Costs.", box.Find($"#{input.GetAttribute("aria-describedby")}").TextContent);
        input.Change(true);
        Assert.True(ticked);
        input.Change(false);
        Assert.False(ticked);
    }

    [Fact]
    public void What_is_under_way_turns_and_what_is_not_has_an_icon_and_a_word()
    {
        var busy = Render<StatusChip>(with => with.Add(it => it.Text, "starting").Add(it => it.Busy, true));
        var done = Render<StatusChip>(with => with.Add(it => it.Text, "live").Add(it => it.Tone, Tone.Success));

        Assert.NotEmpty(busy.FindAll(".spinner"));
        Assert.Empty(done.FindAll(".spinner"));
        Assert.Equal("check_circle", done.Find(".icon").TextContent);
        Assert.Contains("live", done.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_action_that_is_not_for_its_reader_leaves_nothing_that_takes_room() =>
        Assert.Equal(
            "",
            Render<EmptyState>(with =>
                    with.Add(it => it.IconName, "key")
                        .Add(it => it.Text, "Nothing yet.")
                        .Add<Studio.Common.Permitted>(
                            it => it.ChildContent!,
                            permitted =>
                                permitted
                                    .Add(it => it.To, Domain.Identity.Permission.ManageSecrets)
                                    .Add(it => it.ChildContent, "act")
                        )
                )
                .Find(".action")
                .InnerHtml
        );
}
