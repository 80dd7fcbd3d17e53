using Bunit;
using Studio.Launches;
using Studio.Overview;
using Studio.Services;
using Studio.Shell;
using Studio.Tests.Hosting;

namespace Studio.Tests.Shell;

/// <summary>What fails for a moment is said on the page that it concerns, and takes nothing away.</summary>
public sealed class OutageTests : PageTest
{
    const string BusySentence = "The database is busy";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Studio.Admin.PostTextAsync("/api/v1/projects/default/services", """{"name":"web","image":"app:1"}""");
    }

    [Theory]
    [InlineData(typeof(OverviewPage))]
    [InlineData(typeof(ServicesPage))]
    [InlineData(typeof(ServiceEditPage))]
    [InlineData(typeof(LaunchPage))]
    [InlineData(typeof(ServicePage))]
    [InlineData(typeof(ServiceLaunchesPanel))]
    [InlineData(typeof(ServicePreviewPanel))]
    public void A_busy_database_is_a_sentence_on_the_page(Type page)
    {
        DatabaseFailure = Busy;

        var shown = Render(builder =>
        {
            builder.OpenComponent(0, page);
            if (page.GetProperty("Service") is not null)
                builder.AddComponentParameter(1, "Service", "web");
            if (page == typeof(LaunchPage))
                builder.AddComponentParameter(1, "Id", $"{Domain.Launches.LaunchId.New()}");
            builder.CloseComponent();
        });

        Assert.Contains(BusySentence, shown.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_stays_while_the_preview_cannot_be_made()
    {
        var page = Render<ServiceEditPage>();
        DatabaseFailure = Busy;

        page.Find("input[placeholder=web]").Change("typed");
        page.Find("input[placeholder='registry.example.com/team/app:1']").Input("app:2");
        Time.Advance(TimeSpan.FromSeconds(1));

        page.WaitForAssertion(() => Assert.Contains(BusySentence, page.Markup, StringComparison.Ordinal));
        Assert.Equal("typed", page.Find("input[placeholder=web]").GetAttribute("value"));
    }

    [Fact]
    public void A_service_that_was_seen_stays_until_it_can_be_read_again()
    {
        var page = Render<ServicePage>(with => with.Add(it => it.Service, "web"));
        DatabaseFailure = Busy;
        Look(page);

        Assert.Contains(BusySentence, page.Markup, StringComparison.Ordinal);
        Assert.Contains("app:1", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_look_that_does_well_takes_back_what_the_last_one_said()
    {
        var page = Render<ServicePage>(with => with.Add(it => it.Service, "web"));
        DatabaseFailure = Busy;
        Look(page);
        Assert.Contains(BusySentence, page.Markup, StringComparison.Ordinal);

        DatabaseFailure = null;
        Look(page);

        Assert.DoesNotContain(BusySentence, page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_an_action_failed_stays_when_the_list_is_looked_at_again()
    {
        var page = Render<ServicesPage>();
        DatabaseFailure = Busy;
        page.Find("[aria-label='Launch web']").Click();
        DatabaseFailure = null;
        Look(page);

        Assert.Contains(BusySentence, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Why_an_action_failed_stays_on_the_page_of_the_service()
    {
        var page = Render<ServicePage>(with => with.Add(it => it.Service, "web"));
        DatabaseFailure = Busy;
        page.FindAll("button").Single(button => button.TextContent.Trim() == "Launch").Click();
        DatabaseFailure = null;
        Look(page);

        Assert.Contains(BusySentence, page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void What_fails_in_the_bar_leaves_the_page_alone()
    {
        Engine.Down = new InvalidDataException("a bug");

        var layout = Render<MainLayout>(with => with.Add(it => it.Body, "<p>the page</p>"));

        Assert.Contains("State unknown", layout.Find("header").TextContent, StringComparison.Ordinal);
        Assert.Contains("the page", layout.Find("main").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_page_brings_what_the_script_shows_when_a_circuit_has_ended()
    {
        var page = await Studio.Anonymous.GetStringAsync("/login", Xunit.TestContext.Current.CancellationToken);

        var notice = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(page).QuerySelector("#blazor-error-ui");
        Assert.NotNull(notice?.QuerySelector(".reload"));
    }

    /// <summary>Lets a page look again, and waits until it has: then its poll waits for the next time, which renders nothing.</summary>
    void Look<T>(IRenderedComponent<T> page)
        where T : Microsoft.AspNetCore.Components.IComponent
    {
        var waiting = Time.ActiveTimers;
        Time.Advance(TimeSpan.FromSeconds(3));
        Assert.True(SpinWait.SpinUntil(() => Time.ActiveTimers == waiting, TimeSpan.FromSeconds(5)), page.Markup);
    }
}
