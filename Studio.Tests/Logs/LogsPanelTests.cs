using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Client;
using Studio.Domain.Engine;
using Studio.Domain.Storage;
using Studio.Logs;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Logs;

public sealed class LogsPanelTests : PageTest
{
    const string Image = "registry.example.com/team/app:1";
    const string Secret = "s3cret-value-0123456789";

    static readonly DateTimeOffset Noon = new(2026, 11, 27, 12, 0, 0, TimeSpan.Zero);

    static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    IDbContextFactory<StudioDbContext> Databases =>
        Studio.Services.GetRequiredService<IDbContextFactory<StudioDbContext>>();

    StudioClient Client => new(Studio.Admin, Studio.Admin.BaseAddress!);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        JSInterop.Setup<string?>("studio.zone").SetResult("Asia/Tokyo");
        Engine.Registry[Image] = new FakeImage(FakeImage.DigestOf("app 1"));
        await Client.SecretKeys.CreateAsync("default", new("keys", Entries: [new("API_KEY", new(Secret))]), Stop);
        await Client.Services.CreateAsync(
            "default",
            new()
            {
                Name = "web",
                Image = Image,
                Bindings = [new("keys")],
            },
            Stop
        );
    }

    [Fact]
    public void Of_a_service_that_was_never_launched_there_is_a_sentence()
    {
        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));
        Assert.Contains("Launch it first", panel.Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lines_come_by_themselves_without_secrets_and_as_text()
    {
        var container = await LaunchAsync();
        Print(container, 0, $"key \u001b[31m{Secret}\u001b[0m <b>bold</b>\n");
        Print(container, 1, "broken\n", isError: true);

        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));

        panel.WaitForAssertion(() => Assert.Equal(2, panel.FindAll(".line .text").Count));
        Assert.Equal("key [redacted:API_KEY] <b>bold</b>", panel.FindAll(".line .text")[0].TextContent.Trim());
        Assert.Equal("[redacted:API_KEY]", panel.Find(".ansi-1").TextContent);
        Assert.Equal("err", panel.Find(".line.error .stream").TextContent);
        // In the browser's zone.
        Assert.Equal("11-27 21:00:00.000", panel.Find(".line time").TextContent);
        Assert.DoesNotContain(Secret, panel.Markup, StringComparison.Ordinal);

        Print(container, 2, "later\n");
        // How many of them are made is a matter of the window's height, which there is none of here.
        WaitForSummary(panel, "3 lines.");
    }

    [Fact]
    public async Task A_search_is_in_the_address_shows_what_was_found_and_never_finds_a_value()
    {
        var container = await LaunchAsync();
        Print(container, 0, $"key {Secret}\n");
        Print(container, 1, "another line\n");
        Navigation.NavigateTo("/services/web/logs?search=REDACTED");

        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));

        panel.WaitForAssertion(() => Assert.Single(panel.FindAll(".line .text")));
        Assert.Equal("redacted", panel.Find("mark").TextContent);
        Assert.Contains("mark=REDACTED", panel.Find(".line .time").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("search=REDACTED", panel.Find("a[download]").GetAttribute("href"), StringComparison.Ordinal);

        Navigation.NavigateTo($"/services/web/logs?search={Secret[..8]}");
        panel.WaitForAssertion(() =>
            Assert.Contains("No line matches", panel.Find(".empty").TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_time_that_is_none_is_said_beside_its_field()
    {
        await LaunchAsync();
        Navigation.NavigateTo("/services/web/logs?since=yesterday");

        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));

        Assert.Contains("Use a time such as", panel.Find(".field .error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_it_is_paused_new_lines_wait()
    {
        var container = await LaunchAsync();
        Print(container, 0, "before\n");
        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll(".line .text")));
        await panel.FindAll("button").Single(IsPause).ClickAsync();

        Print(container, 1, "meanwhile\n");
        for (var look = 0; look < 5; look++)
            Look();
        Assert.StartsWith("1 line.Paused", Summary(panel), StringComparison.Ordinal);

        await panel.FindAll("button").Single(IsGoOn).ClickAsync();
        WaitForSummary(panel, "2 lines.");
    }

    [Fact]
    public async Task Whoever_is_disabled_keeps_nothing_of_an_open_log()
    {
        var container = await LaunchAsync();
        Print(container, 0, "before\n");
        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll(".line .text")));
        await using (var database = await Databases.CreateDbContextAsync(Stop))
        {
            var user = await database.Users.SingleAsync(row => row.Email == StudioApp.AdminEmail, Stop);
            user.Disabled = true;
            await database.SaveChangesAsync(Stop);
        }

        Look();

        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll(".line")), TimeSpan.FromSeconds(5));
        Assert.NotEmpty(panel.FindAll("[role=alert]"));
    }

    [Fact]
    public async Task Wrapped_lines_and_no_times_are_a_matter_of_taste()
    {
        var container = await LaunchAsync();
        Print(container, 0, $"{new string('x', 500)}\n");
        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll(".line .text")));

        await panel.Find("input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll(".wrap .line .text")));
        await panel.FindAll("select")[1].ChangeAsync(new ChangeEventArgs { Value = "None" });
        panel.WaitForAssertion(() => Assert.Empty(panel.FindAll("time")));
    }

    [Fact]
    public async Task A_container_that_is_gone_is_chosen_by_when_it_was_launched()
    {
        Engine.OnStart = started => (started.Status, started.ExitCode) = (ContainerStatus.Exited, 1);
        Engine.OnStart += started => Print(started, 0, "broken\n");
        var failed = await Client.Services.LaunchAsync("default", "web", new(), Stop);
        while ((await Client.Launches.GetAsync(failed.LaunchId, Stop)).State != "failed")
            await Task.Delay(10, Stop);
        Engine.OnStart = _ => { };
        var old = await LaunchAsync();
        Print(old, 0, $"old {Secret}\n");
        Print(await LaunchAsync(), 1, "new\n");
        await Engine.WaitUntilGoneAsync(old, Stop);
        var began = (await Client.Logs.ListAsync("default", "web", Stop))[1].CreatedAt;
        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));
        panel.WaitForAssertion(() => Assert.Equal("new", Line(panel)));
        var choices = panel.FindAll("select")[0].QuerySelectorAll("option");
        Assert.Equal("The live one", choices[0].TextContent);
        // In the browser's zone.
        var tokyo = TimeZoneInfo.ConvertTime(began, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        Assert.Equal(tokyo.ToString("MMM d, HH:mm", CultureInfo.InvariantCulture), choices[1].TextContent);
        Assert.EndsWith(", failed", choices[2].TextContent, StringComparison.Ordinal);

        await panel.FindAll("button").Single(IsPause).ClickAsync();
        await panel.FindAll("select")[0].ChangeAsync(new ChangeEventArgs { Value = choices[1].GetAttribute("value") });

        panel.WaitForAssertion(() => Assert.Equal("old [redacted:API_KEY]", Line(panel)));
        Assert.Contains("instance=launch-", Navigation.Uri, StringComparison.Ordinal);
        Assert.Contains("instance=launch-", panel.Find("a[download]").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Contains("This container is gone", panel.Markup, StringComparison.Ordinal);
        // Nothing more comes.
        Assert.DoesNotContain(panel.FindAll("button"), button => IsPause(button) || IsGoOn(button));
        Assert.DoesNotContain("Paused", panel.Markup, StringComparison.Ordinal);

        await panel.FindAll("select")[0].ChangeAsync(new ChangeEventArgs { Value = choices[0].GetAttribute("value") });

        panel.WaitForAssertion(() => Assert.Equal("new", Line(panel)));
        Assert.DoesNotContain("instance", Navigation.Uri, StringComparison.Ordinal);
        Assert.DoesNotContain("This container is gone", panel.Markup, StringComparison.Ordinal);
        await panel.FindAll("button").Single(IsGoOn).ClickAsync();
        Assert.Contains(panel.FindAll("button"), IsPause);
    }

    [Fact]
    public async Task A_link_to_a_line_leads_to_it_after_the_next_launch_too()
    {
        var old = await LaunchAsync();
        Print(old, 0, "the line\n");
        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));
        panel.WaitForAssertion(() => Assert.Equal("the line", Line(panel)));
        var link = panel.Find(".line .time").GetAttribute("href")!;
        await LaunchAsync();
        await Engine.WaitUntilGoneAsync(old, Stop);

        Navigation.NavigateTo(link);

        var opened = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));
        opened.WaitForAssertion(() => Assert.Equal("the line", opened.Find(".line.marked .text").TextContent.Trim()));
    }

    [Theory]
    [InlineData("launch-0000000000000000000000000a", "The launch was not found.")]
    [InlineData("rubbish", "The launch was not found.")]
    public async Task Of_a_launch_that_is_not_there_a_sentence_is_said(string instance, string sentence)
    {
        await LaunchAsync();
        Navigation.NavigateTo($"/services/web/logs?instance={instance}");

        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));

        panel.WaitForAssertion(() =>
            Assert.Contains(sentence, panel.Find("[role=alert]").TextContent, StringComparison.Ordinal)
        );
        Assert.Equal("Show the live container's log", panel.Find("a[href='/services/web/logs']").TextContent);
    }

    [Fact]
    public async Task A_link_to_a_line_leads_there()
    {
        var container = await LaunchAsync();
        for (var line = 0; line < 10; line++)
            Print(container, line, $"line {line}\n");
        Navigation.NavigateTo("/services/web/logs?at=2026-11-27T12:00:08Z&mark=LINE");

        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));

        // A few lines above it.
        panel.WaitForAssertion(() => Assert.Equal("60", panel.Find(".lines").GetAttribute("data-scroll")));
        Assert.Contains("only the last lines are shown", panel.Markup, StringComparison.Ordinal);
        await panel.FindAll("select")[1].ChangeAsync(new ChangeEventArgs { Value = "Utc" });
        await panel.Find("input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });
        panel.WaitForAssertion(() => Assert.Single(panel.FindAll(".line.marked")));
        Assert.Equal("line 8", panel.Find(".line.marked .text").TextContent.Trim());
        Assert.Equal("line", panel.Find(".line.marked mark").TextContent);
        Assert.Equal("11-27 12:00:08.000", panel.Find(".line.marked time").TextContent);
        var link = panel.Find(".line.marked .time").GetAttribute("href");
        Assert.Contains("at=2026-11-27T12%3A00%3A08.0000000Z", link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_and_times_are_in_the_address_too()
    {
        var container = await LaunchAsync();
        for (var line = 0; line < 6; line++)
            Print(container, line, $"line {line}\n", isError: line == 2);
        Navigation.NavigateTo("/services/web/logs?stream=stderr");
        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));
        WaitForSummary(panel, "1 line.");

        Navigation.NavigateTo("/services/web/logs?stream=stdout&since=2026-11-27T12:00:01Z&until=2026-11-27T12:00:03Z");

        WaitForSummary(panel, "2 lines.");
        var file = panel.Find("a[download]").GetAttribute("href");
        Assert.Contains(
            "stream=stdout&since=2026-11-27T12%3A00%3A01Z&until=2026-11-27T12%3A00%3A03Z&timestamps=true",
            file,
            StringComparison.Ordinal
        );
        Navigation.NavigateTo("/services/web/logs?since=2026-11-27T12:00:05Z");
        WaitForSummary(panel, "1 line.");
    }

    [Fact]
    public async Task What_is_launched_while_one_looks_appears_by_itself()
    {
        var panel = Render<LogsPanel>(with => with.Add(it => it.Service, "web"));
        Assert.NotEmpty(panel.FindAll(".empty"));

        Print(await LaunchAsync(), 0, "first\n");

        panel.WaitForAssertion(() =>
        {
            Look();
            Assert.Single(panel.FindAll(".summary"));
        });
        WaitForSummary(panel, "1 line.");
    }

    static bool IsPause(IElement button) => button.TextContent.Contains("Pause", StringComparison.Ordinal);

    static bool IsGoOn(IElement button) => button.TextContent.Contains("Go on", StringComparison.Ordinal);

    static string Line(IRenderedComponent<LogsPanel> panel) => panel.Find(".line .text").TextContent.Trim();

    static string Summary(IRenderedComponent<LogsPanel> panel) =>
        string.Join(
            ' ',
            panel.Find(".summary").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );

    /// <summary>The page looks again and again.</summary>
    void WaitForSummary(IRenderedComponent<LogsPanel> panel, string summary)
    {
        SpinWait.SpinUntil(
            () =>
            {
                Look();
                return Summary(panel) == summary;
            },
            TimeSpan.FromSeconds(10)
        );
        Assert.Equal(summary, Summary(panel));
    }

    void Look()
    {
        if (Time.ActiveTimers > 0)
            Time.Advance(LogsPanel.Period);
        Thread.Sleep(20);
    }

    static void Print(FakeContainer container, int second, string text, bool isError = false) =>
        container.Output.Enqueue((Noon.AddSeconds(second), isError, text));

    async Task<FakeContainer> LaunchAsync()
    {
        var launch = await Client.Services.LaunchAsync("default", "web", new(), Stop);
        while (true)
        {
            var now = await Client.Launches.GetAsync(launch.LaunchId, Stop);
            if (now.State == "live")
                return Engine.Containers.Single(container => container.Id == now.ContainerId);
            await Task.Delay(10, Stop);
        }
    }
}
