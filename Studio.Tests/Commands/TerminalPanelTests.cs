using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Studio.Commands;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Services;
using OpenedTerminal = Studio.Commands.TerminalPanel.OpenedTerminal;

namespace Studio.Tests.Commands;

/// <summary>What terminal.js does is in the hands of a browser (e2e); here is what the panel makes of it.</summary>
public sealed class TerminalPanelTests : CommandPanelTest
{
    readonly BunitJSModuleInterop _browser;

    public TerminalPanelTests() => _browser = JSInterop.SetupModule("./terminal.js");

    [Fact]
    public async Task The_browser_opens_it_and_its_shell_is_named()
    {
        Opens(new("bash", null, null));
        var panel = Show();
        Assert.True(panel.Find(".frame").HasAttribute("hidden"));

        await ButtonOf(panel, "Open terminal").ClickAsync();

        Assert.EndsWith("bash", Text(panel, ".chip"), StringComparison.Ordinal);
        Assert.False(panel.Find(".frame").HasAttribute("hidden"));
        Assert.Matches("^/api/v1/projects/[^/]+/services/web/terminals$", (string)Asked()[2]!);
        Assert.Empty((IReadOnlyDictionary<string, string>)Asked()[3]!);
    }

    [Fact]
    public async Task Secrets_are_chosen_by_name_and_only_names_go_to_the_browser()
    {
        Opens(new("sh", null, null));
        var panel = Show();

        await ButtonOf(panel, "Add secret").ClickAsync();
        await ButtonOf(panel, "Add secret").ClickAsync();
        await panel.FindAll("input[aria-label=Variable]")[1].ChangeAsync("WHERE");
        await ButtonOf(panel, "Open terminal").ClickAsync();

        Assert.Equal(
            new Dictionary<string, string> { ["API_KEY"] = "weather/API_KEY", ["WHERE"] = "weather/REGION" },
            (IReadOnlyDictionary<string, string>)Asked()[3]!
        );
        Assert.DoesNotContain(Secret, panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_wanted_after_all_is_not_given()
    {
        Opens(new("sh", null, null));
        var panel = Show();
        await ButtonOf(panel, "Add secret").ClickAsync();
        await ButtonOf(panel, "Add secret").ClickAsync();
        await panel.Find("button[aria-label='Remove secret API_KEY']").ClickAsync();

        await ButtonOf(panel, "Open terminal").ClickAsync();
        await ButtonOf(panel, "Clear").ClickAsync();

        Assert.Equal(["REGION"], ((IReadOnlyDictionary<string, string>)Asked()[3]!).Keys);
        _browser.VerifyInvoke("clear");
    }

    [Fact]
    public async Task Two_variables_of_one_name_are_said_so_and_nothing_is_opened()
    {
        var panel = Show();
        await ButtonOf(panel, "Add secret").ClickAsync();
        await ButtonOf(panel, "Add secret").ClickAsync();
        await panel.FindAll("input[aria-label=Variable]")[1].ChangeAsync("API_KEY");

        await ButtonOf(panel, "Open terminal").ClickAsync();

        Assert.Contains("the same name", Text(panel, "[role=alert]"), StringComparison.Ordinal);
        Assert.Empty(_browser.Invocations["open"]);
    }

    [Fact]
    public async Task What_keeps_it_from_opening_is_a_sentence_and_it_can_be_tried_again()
    {
        Opens(new(null, "The service does not run. Launch it first.", null));
        var panel = Show();

        await ButtonOf(panel, "Open terminal").ClickAsync();

        Assert.Contains("Launch it first.", Text(panel, "[role=alert]"), StringComparison.Ordinal);
        Assert.NotNull(ButtonOf(panel, "Open terminal"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_secret_is_said_beside_it()
    {
        Opens(
            new(
                null,
                "There is no such entry.",
                new Dictionary<string, string[]> { ["secretEnv.API_KEY"] = ["There is no such entry."] }
            )
        );
        var panel = Show();
        await ButtonOf(panel, "Add secret").ClickAsync();

        await ButtonOf(panel, "Open terminal").ClickAsync();

        Assert.Contains(
            "There is no such entry.",
            panel.Find(".row-with-error:has([role=group]) [role=alert]").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task One_that_has_ended_before_its_opening_was_heard_of_has_ended()
    {
        var opening = _browser.Setup<OpenedTerminal>("open", _ => true);
        var panel = Show();
        var clicked = ButtonOf(panel, "Open terminal").ClickAsync();
        Assert.EndsWith("Connecting", Text(panel, ".chip"), StringComparison.Ordinal);

        await panel.Instance.EndAsync("The shell ended with 0.");
        opening.SetResult(new("bash", null, null));
        await clicked;

        Assert.EndsWith("Ended", Text(panel, ".chip"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_gone_has_taken_its_shell_along()
    {
        Opens(new("bash", null, null));
        _browser.SetupVoid("dispose", _ => true).SetException(new JSDisconnectedException("The circuit is gone."));
        var panel = Show();
        await ButtonOf(panel, "Open terminal").ClickAsync();

        await panel.Instance.DisposeAsync();

        _browser.VerifyInvoke("dispose");
    }

    [Fact]
    public async Task Its_end_has_a_reason_and_it_can_be_opened_again()
    {
        Opens(new("bash", null, null));
        var panel = Show();
        await ButtonOf(panel, "Open terminal").ClickAsync();

        await panel.Instance.EndAsync("The shell ended with 0.");

        Assert.EndsWith("Ended", Text(panel, ".chip"), StringComparison.Ordinal);
        Assert.Contains("The shell ended with 0.", Text(panel, ".banner"), StringComparison.Ordinal);
        // What it has shown stays in sight.
        Assert.False(panel.Find(".frame").HasAttribute("hidden"));
        await ButtonOf(panel, "Open again").ClickAsync();
        Assert.EndsWith("bash", Text(panel, ".chip"), StringComparison.Ordinal);
        Assert.Empty(panel.FindAll(".banner"));
    }

    [Fact]
    public async Task Closing_ends_the_shell()
    {
        Opens(new("bash", null, null));
        var panel = Show();
        await ButtonOf(panel, "Open terminal").ClickAsync();

        await ButtonOf(panel, "Close").ClickAsync();

        _browser.VerifyInvoke("close");
        Assert.Contains("You closed the terminal", Text(panel, ".banner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_ends_the_shell()
    {
        Opens(new("bash", null, null));
        await ButtonOf(Show(), "Open terminal").ClickAsync();

        await DisposeComponentsAsync();

        _browser.VerifyInvoke("dispose");
    }

    [Fact]
    public void Who_may_not_run_commands_has_no_such_tab_and_is_told_at_its_address()
    {
        Navigation.NavigateTo($"/services/{Service}/terminal");
        var admin = Render<ServicePage>(with => with.Add(it => it.Service, Service));
        Assert.Contains("Terminal", admin.Find("nav.tabs").TextContent, StringComparison.Ordinal);
        Assert.NotNull(admin.FindComponent<TerminalPanel>());
        var viewer = new Actor { Name = "Vic", Permissions = Roles.Permissions(Role.Viewer) };

        var page = Render<CascadingValue<Rights>>(with =>
            with.Add(it => it.Value, new Rights(viewer, default))
                .AddChildContent<ServicePage>(page => page.Add(it => it.Service, Service))
        );

        Assert.DoesNotContain("Terminal", page.Find("nav.tabs").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindComponents<TerminalPanel>());
        Assert.Empty(page.FindComponents<RunCommandPanel>());
        Assert.Contains("Your role lets you look", page.Find(".empty").TextContent, StringComparison.Ordinal);
    }

    void Opens(OpenedTerminal opened) => _browser.Setup<OpenedTerminal>("open", _ => true).SetResult(opened);

    IReadOnlyList<object?> Asked() => _browser.Invocations["open"][0].Arguments;

    IRenderedComponent<TerminalPanel> Show() => Render<TerminalPanel>(with => with.Add(it => it.Service, Service));

    static string Text(IRenderedComponent<TerminalPanel> panel, string what) => panel.Find(what).TextContent.Trim();

    static AngleSharp.Dom.IElement ButtonOf(IRenderedComponent<TerminalPanel> panel, string text) =>
        panel.FindAll("button").Single(button => button.TextContent.Trim().EndsWith(text, StringComparison.Ordinal));
}
