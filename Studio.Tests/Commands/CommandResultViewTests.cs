using Bunit;
using Studio.Commands;
using Studio.Domain.Commands;
using Studio.Domain.Redaction;
using Studio.Tests.Components;

namespace Studio.Tests.Commands;

public sealed class CommandResultViewTests : ComponentTest
{
    [Fact]
    public void A_time_that_was_over_and_a_flood_are_said()
    {
        var view = Show(new(124, Text("begun"), Text(""), TimedOut: true, IsCut: true));

        Assert.Contains("Its time was over", view.Markup, StringComparison.Ordinal);
        Assert.Contains("Exit code 124", view.Markup, StringComparison.Ordinal);
        Assert.Contains("the first 1 MiB of each", view.Markup, StringComparison.Ordinal);
        Assert.Equal("begun", view.Find("pre[aria-label=output]").TextContent);
        Assert.Empty(view.FindAll("pre[aria-label=errors]"));
    }

    [Fact]
    public void A_command_that_printed_nothing_says_so_and_nothing_else()
    {
        var view = Show(new(0, Text(""), Text(""), TimedOut: false, IsCut: false));

        Assert.Equal("It printed nothing.", view.Find("p").TextContent);
        Assert.Empty(view.FindAll("pre"));
        Assert.DoesNotContain("time was over", view.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("MiB", view.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "nothing",
            Show(new(0, Text("x"), Text(""), false, false)).Markup,
            StringComparison.Ordinal
        );
    }

    static RedactedText Text(string text) => KnownValues.None.Redact(text);

    IRenderedComponent<CommandResultView> Show(CommandResult result) =>
        Render<CommandResultView>(with => with.Add(it => it.Result, result));
}
