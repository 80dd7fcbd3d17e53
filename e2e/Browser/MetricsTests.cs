using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed partial class MetricsTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    static readonly string[] Charts = ["CPU", "Memory", "Network", "Block I/O", "Processes"];
    static readonly LocatorAssertionsToBeVisibleOptions Patiently = new() { Timeout = 30_000 };

    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    [Fact]
    public async Task What_a_service_uses_is_seen_live()
    {
        await BringToLifeAsync();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.GoAsync($"/services/{_stage.Service}");
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Metrics", Exact = true }).ClickAsync();

        foreach (var chart in Charts)
        {
            var picture = visitor.Page.Region(chart).GetByRole(AriaRole.Img);
            await Expect(picture.Locator("svg .rz-line-series").First).ToBeAttachedAsync(new() { Timeout = 30_000 });
            await Expect(visitor.Page.Region(chart).GetByRole(AriaRole.Definition).First).ToHaveTextAsync(Figure());
        }

        await Expect(visitor.Page.Region("Memory")).ToContainTextAsync("of 256 MiB");
        await visitor.AssertNoBarriersAsync();
        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "1 hour" }).ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync(new Regex("window=1h$"));
        await visitor.Page.GoBackAsync();
        await Expect(visitor.Page.Region("CPU").GetByText("now", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task The_list_and_the_overview_say_what_is_used()
    {
        await BringToLifeAsync();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);

        await visitor.GoAsync("/");
        await Expect(visitor.Page.Region("Engine")).ToContainTextAsync(new Regex(@"of \d+ cores?"));
        await visitor.GoAsync("/services");

        var row = visitor.Page.Row(_stage.Service);
        await Expect(row.GetByRole(AriaRole.Cell).Filter(new() { HasTextRegex = new(@"^[\d.]+ [KM]iB$") }))
            .ToBeVisibleAsync(Patiently);
        await Expect(row.GetByRole(AriaRole.Cell).Filter(new() { HasTextRegex = new(@"^[\d.]+ %$") }))
            .ToBeVisibleAsync(Patiently);
        await visitor.AssertNoBarriersAsync();
    }

    [Fact]
    public async Task A_service_that_was_stopped_says_so()
    {
        await BringToLifeAsync();
        await fixture.Server.Admin.Services.StopAsync(
            StudioServer.Project,
            _stage.Service,
            new(),
            TestContext.Current.CancellationToken
        );
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);

        await visitor.GoAsync($"/services/{_stage.Service}/metrics");

        await Expect(visitor.Page.GetByText("The service does not run, so it uses nothing.")).ToBeVisibleAsync();
    }

    async Task BringToLifeAsync()
    {
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync(
            await _stage.PublishSiteAsync(),
            site => site with { Resources = new(MemoryMiB: 256) }
        );
        await _stage.BringToLifeAsync();
    }

    [GeneratedRegex(@"^\d")]
    private static partial Regex Figure();
}
