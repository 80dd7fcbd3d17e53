using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Folders;

/// <summary>Who reaches whom, by name.</summary>
public sealed class NetworkTests(EngineFixture engine)
{
    const string OtherProject = "other";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_of_a_project_reach_one_another_by_name_as_long_as_they_are_there()
    {
        await using var server = await StudioServer.SetUpAsync(engine);
        var site = new Stage(engine, server.Admin);
        await site.CreatePullSecretAsync();
        await site.CreateServiceAsync(await site.PublishSiteAsync("the page"));
        var address = await AddressOfAsync((await site.BringToLifeAsync()).ContainerId!);
        // The static BusyBox cannot look names up but for this, and its wget looks one up for the port.
        var visit = $"nslookup {site.Service}; printf 'GET / HTTP/1.0\r\n\r\n' | nc -w 2 {address} 8080 2>/dev/null";

        var visitor = new Script(engine, server);
        await visitor.StoreAsync(visit);
        var reached = await visitor.RunAsync();
        Assert.Contains(address, reached, StringComparison.Ordinal);
        Assert.Contains("the page", reached, StringComparison.Ordinal);

        var stranger = await InOtherProjectAsync(server, visit);
        Assert.DoesNotContain(address, stranger, StringComparison.Ordinal);
        Assert.DoesNotContain("the page", stranger, StringComparison.Ordinal);

        await server.Admin.Services.DeleteAsync(StudioServer.Project, site.Service, stop: Stop);
        Assert.DoesNotContain(address, await visitor.RunAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_project_has_one_network_over_restarts_and_none_when_its_last_service_is_gone()
    {
        await using var server = await StudioServer.SetUpAsync(engine);
        var script = new Script(engine, server);
        var service = await script.StoreAsync("");
        await script.RunAsync();
        var labels = (await script.Stage.ContainersAsync(service.Id))[0].Labels;
        var owner = $"studio.instance={labels["studio.instance"]}";
        var network = Assert.Single(await engine.Client.Networks.ListAsync([owner], Stop));
        Assert.Equal($"studio-{labels["studio.instance"]}-default", network.Name);
        await server.StopAsync();

        await using var again = new StudioServer(engine, server.Folder);
        again.StartServer();
        await again.LogInAsync();
        var another = new Script(engine, again);
        await another.StoreAsync("");
        await another.RunAsync();
        Assert.Equal(network.Id, Assert.Single(await engine.Client.Networks.ListAsync([owner], Stop)).Id);

        await another.DeleteAsync();
        Assert.Single(await engine.Client.Networks.ListAsync([owner], Stop));
        await again.Admin.Services.DeleteAsync(StudioServer.Project, service.Name, stop: Stop);
        Assert.Empty(await engine.Client.Networks.ListAsync([owner], Stop));
    }

    async Task<string> AddressOfAsync(string container) =>
        (await engine.Client.Containers.InspectAsync(container, Stop))
            .NetworkSettings.Networks.Values.Single()
            .IPAddress!;

    async Task<string> InOtherProjectAsync(StudioServer server, string lines)
    {
        await using (
            var database = await server
                .Services.GetRequiredService<IDbContextFactory<StudioDbContext>>()
                .CreateDbContextAsync(Stop)
        )
        {
            database.Add(new Project(OtherProject, TimeProvider.System.GetUtcNow()));
            await database.SaveChangesAsync(Stop);
        }

        var stranger = new Script(engine, server);
        await stranger.StoreAsync(lines, project: OtherProject);
        var accepted = await server.Admin.Services.LaunchAsync(OtherProject, stranger.Service, new(), Stop);
        await foreach (var _ in server.Admin.Launches.FollowAsync(accepted.LaunchId, Stop)) { }
        return await stranger.OutputAsync((await server.Admin.Launches.GetAsync(accepted.LaunchId, Stop)).ContainerId!);
    }
}
