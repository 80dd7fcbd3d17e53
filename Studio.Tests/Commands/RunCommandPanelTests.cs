using Bunit;
using Studio.Commands;
using Studio.Domain.Engine;
using Studio.Tests.Engine;

namespace Studio.Tests.Commands;

public sealed class RunCommandPanelTests : CommandPanelTest
{
    [Fact]
    public async Task What_a_command_prints_is_shown_without_the_secret_that_it_was_given()
    {
        CommandSpec? seen = null;
        Engine.OnRun = (_, command) =>
        {
            seen = command;
            return FakeCommand.Printing($"key \u001b[31m{Secret}\u001b[0m\n", "careful\n", 3);
        };
        await LaunchAsync();
        var panel = Show();
        await panel.FindAll("button").Single(button => Says(button, "Add secret")).ClickAsync();

        await RunAsync(panel, "sh -c 'echo \"$API_KEY\"'");

        panel.WaitForAssertion(() => Assert.Contains("Exit code 3", panel.Markup, StringComparison.Ordinal));
        Assert.Equal("key [redacted:API_KEY]\n", panel.Find("pre[aria-label=output]").TextContent);
        Assert.Equal("[redacted:API_KEY]", panel.Find(".ansi-1").TextContent);
        Assert.Equal("careful\n", panel.Find("pre[aria-label=errors]").TextContent);
        Assert.Equal(["sh", "-c", "echo \"$API_KEY\""], seen!.Command);
        Assert.Equal(Secret, Assert.Single(seen.Environment).Value.Reveal());
        Assert.DoesNotContain(Secret, panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quote_that_is_not_closed_is_said_beside_the_command_and_nothing_runs()
    {
        Engine.OnRun = (_, _) => throw new InvalidOperationException("It was run.");
        await LaunchAsync();
        var panel = Show();

        await RunAsync(panel, "echo 'oops");

        Assert.Contains(
            "A quote is not closed.",
            panel.Find(".field [role=alert]").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_timeout_that_is_none_is_said_beside_it()
    {
        var panel = Show();
        await panel.FindAll(".fields input")[1].ChangeAsync("0");

        await RunAsync(panel, "ls");

        panel.WaitForAssertion(() =>
            Assert.Contains("Use 1 to 3600", panel.Find(".field [role=alert]").TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_command_that_takes_long_can_be_cancelled_which_ends_it()
    {
        FakeCommand command = new();
        Engine.OnRun = (_, _) => command;
        await LaunchAsync();
        var panel = Show();
        var running = RunAsync(panel, "sleep 100");
        panel.WaitForState(() => panel.FindAll(".spinner").Count == 1);

        await panel.FindAll("button").Single(button => Says(button, "Cancel")).ClickAsync();

        await running;
        await command.Disposed.WaitAsync(Stop);
        panel.WaitForAssertion(() =>
            Assert.EndsWith("Cancelled", panel.Find(".chip").TextContent.Trim(), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task While_one_runs_another_one_is_not_started()
    {
        FakeCommand command = new();
        var begun = 0;
        Engine.OnRun = (_, _) =>
        {
            begun++;
            return command;
        };
        await LaunchAsync();
        var panel = Show();
        var running = RunAsync(panel, "sleep 100");
        panel.WaitForState(() => panel.FindAll(".spinner").Count == 1);

        await RunAsync(panel, "sleep 100");
        await DisposeComponentsAsync();
        await running;

        Assert.Equal(1, begun);
    }

    [Fact]
    public async Task What_was_wrong_is_forgotten_when_it_is_right()
    {
        Engine.OnRun = (_, _) => FakeCommand.Printing("fine\n", "", 0);
        await LaunchAsync();
        var panel = Show();
        await RunAsync(panel, "echo 'oops");
        Assert.NotEmpty(panel.FindAll("[role=alert]"));

        await RunAsync(panel, "echo fine");

        panel.WaitForAssertion(() => Assert.Equal("fine\n", panel.Find("pre[aria-label=output]").TextContent));
        Assert.Empty(panel.FindAll("[role=alert]"));
        await RunAsync(panel, "echo 'oops");
        Assert.Empty(panel.FindAll("pre[aria-label=output]"));
    }

    [Fact]
    public async Task Leaving_ends_the_command()
    {
        FakeCommand command = new();
        Engine.OnRun = (_, _) => command;
        await LaunchAsync();
        var panel = Show();
        var running = RunAsync(panel, "sleep 100");
        panel.WaitForState(() => panel.FindAll(".spinner").Count == 1);

        await DisposeComponentsAsync();

        await command.Disposed.WaitAsync(TimeSpan.FromSeconds(5), Stop);
        await running;
    }

    [Fact]
    public async Task Of_a_service_that_does_not_run_it_says_so()
    {
        var panel = Show();

        await RunAsync(panel, "ls");

        panel.WaitForAssertion(() =>
            Assert.Contains("Launch it first.", panel.Find("[role=alert]").TextContent, StringComparison.Ordinal)
        );
    }

    IRenderedComponent<RunCommandPanel> Show() => Render<RunCommandPanel>(with => with.Add(it => it.Service, Service));

    static async Task RunAsync(IRenderedComponent<RunCommandPanel> panel, string line)
    {
        await panel.Find(".fields input").ChangeAsync(line);
        await panel.Find("form").SubmitAsync();
    }

    static bool Says(AngleSharp.Dom.IElement button, string text) =>
        button.TextContent.EndsWith(text, StringComparison.Ordinal);
}
