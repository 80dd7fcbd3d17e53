using Studio.Client.Audit;
using Studio.Client.Launches;
using Studio.Docker.Containers;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary>What must be true after a fault, by REST and by the engine itself.</summary>
static class Outcomes
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Orders a launch, which is stored when this returns.</summary>
    public static async Task<string> OrderAsync(this StudioProcess studio, Stage stage) =>
        (await studio.Admin.Services.LaunchAsync(StudioServer.Project, stage.Service, new(), Stop)).LaunchId;

    /// <summary>Returns when the launch has come to that step or state, or further.</summary>
    public static async Task UntilStepAsync(this StudioProcess studio, string launch, string step)
    {
        if (step == "queued")
            return;
        await foreach (var happened in studio.Admin.Launches.FollowAsync(launch, Stop))
        {
            if (happened.Step?.Name == step || happened.State == step)
                return;
        }

        // Its stream ended before it was looked for: it is live.
    }

    /// <summary>The launch once it has ended, however often Studio or the engine is away meanwhile.</summary>
    public static async Task<LaunchResponse> EndOfAsync(this StudioProcess studio, string id)
    {
        LaunchResponse? launch = null;
        await Until.TrueAsync(
            () => $"{id} has ended; it is {launch?.State}",
            async () =>
            {
                launch = await studio.Admin.Launches.GetAsync(id, Stop);
                return launch.State is not ("queued" or "running");
            }
        );
        return launch!;
    }

    /// <summary>It ends live, and its container is the only one of its service, running, with the labels of this launch.</summary>
    public static async Task<ContainerSummary> AssertRunsAloneAsync(
        this StudioProcess studio,
        Stage stage,
        string launch,
        string when
    )
    {
        var end = await studio.EndOfAsync(launch);
        Assert.True(end.State == "live", $"{when}: {end.State}: {end.Error}");
        // An old container goes after the new one is live: by the launch, or by the next look of the reconciler.
        IReadOnlyList<ContainerSummary> containers = [];
        await Until.TrueAsync(
            () =>
                $"{when}: only the container of {launch} is there, and it runs; there are: "
                + string.Join(", ", containers.Select(one => $"{one.Labels["studio.launch"]} {one.State}")),
            async () => (containers = await stage.ContainersAsync(end.Service)) is [{ State: "running" }]
        );
        Assert.Equal(end.ContainerId, containers[0].Id);
        Assert.Equal(launch, containers[0].Labels["studio.launch"]);
        return containers[0];
    }

    /// <summary>Every launch of these services was audited when it was ordered, and nothing was audited that is no launch.</summary>
    public static async Task AssertEveryLaunchIsAuditedAsync(this StudioProcess studio, params Stage[] stages)
    {
        foreach (var stage in stages)
        {
            var launches = await studio.Admin.Services.ListLaunchesAsync(
                StudioServer.Project,
                stage.Service,
                new() { PageSize = 200 },
                Stop
            );
            var orders = await studio.Admin.Audit.ListAsync(
                new AuditQuery
                {
                    Action = "service.launch",
                    Subject = stage.Service,
                    PageSize = 200,
                },
                Stop
            );
            Assert.Equal(
                launches.Items.Select(launch => $"{launch.Id}, revision {launch.Revision}").Order(),
                orders.Items.Select(entry => entry.Detail).Order()
            );
        }

        var audit = await studio.Admin.Audit.VerifyAsync(Stop);
        Assert.True(audit.Ok, audit.Detail);
    }
}
