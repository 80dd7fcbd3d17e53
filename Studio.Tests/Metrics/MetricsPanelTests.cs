using Bunit;
using Studio.Domain.Engine;
using Studio.Metrics;
using Studio.Services;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Metrics;

public sealed class MetricsPanelTests : PageTest
{
    const string Image = "registry.example.com/team/app:1";
    const string Root = "/api/v1/projects/default/services";

    static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        JSInterop
            .Setup<Radzen.Blazor.Rendering.Rect>("Radzen.createChart", _ => true)
            .SetResult(new Radzen.Blazor.Rendering.Rect { Width = 400, Height = 176 });
        Engine.Registry[Image] = new FakeImage(FakeImage.DigestOf("app 1"));
        await Studio.Admin.PostTextAsync(Root, $$"""{"name":"web","image":"{{Image}}"}""");
    }

    [Fact]
    public void Of_a_service_that_does_not_run_there_is_a_sentence_and_no_chart()
    {
        var panel = Open();

        Assert.Contains("The service does not run", panel.Find(".empty").TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.FindAll("[role=img]"));
    }

    [Fact]
    public async Task A_running_service_has_five_charts_as_soon_as_there_are_two_points()
    {
        await LaunchAsync();

        var panel = Open();
        Assert.Contains("just started", panel.Find(".empty").TextContent, StringComparison.Ordinal);
        await Task.Delay(TimeSpan.FromSeconds(1), Stop);
        Look(panel);

        panel.WaitForAssertion(() => Assert.Equal(5, panel.FindAll("[role=img]").Count), TimeSpan.FromSeconds(5));
        Assert.Contains(
            "10 MiB of 256 MiB",
            panel.Find("[aria-label=Memory] dd").TextContent,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task The_window_is_in_the_address()
    {
        await LaunchAsync();
        Navigation.NavigateTo("/services/web/metrics?window=1h");

        var panel = Open();

        Assert.Equal("1 hour", panel.Find("nav [aria-current]").TextContent);
        Assert.EndsWith(
            "/services/web/metrics",
            panel.FindAll("nav a")[0].GetAttribute("href"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_tab_that_is_clicked_is_shown()
    {
        Navigation.NavigateTo("/services/web");
        var page = Render<ServicePage>(with => with.Add(it => it.Service, "web"));
        Assert.Empty(page.FindComponents<MetricsPanel>());

        Navigation.NavigateTo("/services/web/metrics");

        page.WaitForState(() => page.FindComponents<MetricsPanel>().Count == 1);
    }

    [Fact]
    public async Task Nothing_is_asked_any_more_when_the_panel_is_left()
    {
        await LaunchAsync();
        Open();
        Assert.Equal(1, Time.ActiveTimers);

        await DisposeComponentsAsync();

        Assert.Equal(0, Time.ActiveTimers);
    }

    [Fact]
    public async Task The_list_of_services_shows_what_each_uses()
    {
        await LaunchAsync();

        var page = Render<ServicesPage>();

        page.WaitForAssertion(() =>
            Assert.Contains("10 MiB", page.Find("td[data-title=Memory]").TextContent, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task The_overview_shows_what_all_use_of_the_machine()
    {
        await LaunchAsync();

        var totals = Render<EngineTotals>();

        totals.WaitForAssertion(() => Assert.Contains("10 MiB of 8 GiB", totals.Markup, StringComparison.Ordinal));
        Assert.Contains("0 of 4 cores", totals.Markup, StringComparison.Ordinal);
    }

    IRenderedComponent<MetricsPanel> Open()
    {
        var panel = Render<MetricsPanel>(with => with.Add(it => it.Service, "web"));
        panel.WaitForState(() => panel.FindAll(".empty, [role=img]").Count > 0, TimeSpan.FromSeconds(5));
        return panel;
    }

    void Look(IRenderedComponent<MetricsPanel> panel)
    {
        Assert.True(SpinWait.SpinUntil(() => Time.ActiveTimers > 0, TimeSpan.FromSeconds(5)), panel.Markup);
        Time.Advance(TimeSpan.FromSeconds(2));
    }

    async Task LaunchAsync()
    {
        Engine.OnStart = container => container.Usage = () => Usage(TimeProvider.System.GetUtcNow());
        await Studio.Admin.PostAsync($"{Root}/web/launch", null, Stop);
        while (true)
        {
            var launches = await Studio.Admin.GetStringAsync($"{Root}/web/launches", Stop);
            Assert.DoesNotContain("\"state\":\"failed\"", launches, StringComparison.Ordinal);
            if (launches.Contains("\"state\":\"live\"", StringComparison.Ordinal))
                return;
            await Task.Delay(10, Stop);
        }
    }

    static ContainerUsage Usage(DateTimeOffset at) => new(at, 1, 10 << 20, 256 << 20, 0, 0, 0, 0, 3);
}
