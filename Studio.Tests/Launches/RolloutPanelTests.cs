using Bunit;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Components;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using Studio.Launches;
using Studio.Projects;
using Studio.Tests.Hosting;

namespace Studio.Tests.Launches;

/// <summary>What a page says of a rollout, whatever becomes of its launches.</summary>
public sealed class RolloutPanelTests : PageTest
{
    static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_launch_that_has_not_ended_is_waited_for()
    {
        var panel = Open(await GivenAsync("one", launch => launch.GoLive(Now)), await GivenAsync("two", _ => { }));

        Assert.Equal("Rolling out", panel.Find("h2").TextContent);
        Assert.Single(panel.FindComponents<Poll>());
    }

    [Fact]
    public async Task A_failure_stops_it()
    {
        var panel = Open(
            await GivenAsync("one", launch => launch.GoLive(Now)),
            await GivenAsync("two", launch => launch.Fail("x", "It broke.", [], Now))
        );

        Assert.Equal("The rollout stopped", panel.Find("h2").TextContent);
        Assert.Contains("It broke.", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_gave_way_or_is_gone_with_its_service_is_done()
    {
        var panel = Open(
            await GivenAsync("one", launch => launch.GoLive(Now)),
            await GivenAsync("two", launch => launch.Supersede(Now)),
            LaunchId.New()
        );

        Assert.Equal("Rolled out", panel.Find("h2").TextContent);
        Assert.StartsWith("1 of 3 run as they", panel.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Assert.Empty(panel.FindComponents<Poll>());
    }

    [Fact]
    public async Task While_the_database_is_busy_nothing_has_ended()
    {
        var one = await GivenAsync("one", launch => launch.GoLive(Now));
        DatabaseFailure = Busy;

        Assert.Equal("Rolling out", Open(one).Find("h2").TextContent);
    }

    IRenderedComponent<RolloutPanel> Open(params LaunchId[] launches) =>
        Render<RolloutPanel>(with => with.Add(it => it.Launches, launches));

    async Task<LaunchId> GivenAsync(string name, Action<Launch> end)
    {
        var project = await Services.GetRequiredService<CurrentProject>().GetAsync(Stop);
        var service = new Service(
            project,
            new ServiceDefinition { Name = name, Image = LaunchHarness.Image },
            "ann",
            Now
        );
        var launch = new Launch(project, service.Id, 1, "ann", Now);
        end(launch);
        await using var database = Studio
            .Services.GetRequiredService<IDbContextFactory<StudioDbContext>>()
            .CreateDbContext();
        database.AddRange(service, launch);
        await database.SaveChangesAsync(Stop);
        return launch.Id;
    }
}
