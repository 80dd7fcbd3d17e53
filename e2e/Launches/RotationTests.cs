using Studio.Client.Audit;
using Studio.Client.Launches;
using Studio.Client.Services;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Leaks;

namespace Studio.EndToEnd.Launches;

/// <summary>A new value for services that run.</summary>
public sealed class RotationTests(StudioFixture fixture) : IClassFixture<StudioFixture>
{
    const int ThreeMinutes = 180_000;

    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = ThreeMinutes)]
    public async Task Of_three_services_the_one_that_does_not_get_healthy_goes_back_and_the_audit_log_says_so()
    {
        var (old, newer) = (new Canary(), new Canary());
        await _stage.CreateKeysAsync(("TOKEN", old.Value));
        await _stage.CreatePullSecretAsync();
        var image = await _stage.PublishSiteAsync();
        var services = new List<(string Name, LaunchResponse Launch)>();
        foreach (var (suffix, takes) in new[] { ("a", "."), ("b", "."), ("c", old.Value) })
            services.Add(await StartAsync($"{_stage.Service}-{suffix}", image, takes));

        await fixture.Server.Admin.SecretKeys.SetEntryAsync(
            StudioServer.Project,
            _stage.Keys,
            "TOKEN",
            new() { Value = new(newer.Value) },
            stop: Stop
        );
        foreach (var (name, _) in services)
            Assert.Equal([$"secrets:{_stage.Keys}"], (await GetAsync(name)).State.Stale);
        var rollout = await fixture.Server.Admin.SecretKeys.RollOutAsync(StudioServer.Project, _stage.Keys, Stop);

        var launches = new List<LaunchResponse>();
        foreach (var id in rollout.LaunchIds)
        {
            await foreach (var _ in fixture.Server.Admin.Launches.FollowAsync(id, Stop)) { }
            launches.Add(await fixture.Server.Admin.Launches.GetAsync(id, Stop));
        }

        Assert.Equal(["live", "live", "failed"], launches.Select(launch => launch.State));
        var states = new List<ServiceStateResponse>();
        foreach (var (name, _) in services)
            states.Add((await GetAsync(name)).State);
        Assert.All(states, state => Assert.Equal(("running", "healthy"), (state.Status, state.Health)));
        Assert.Equal(
            [launches[0].ContainerId, launches[1].ContainerId, services[2].Launch.ContainerId],
            states.Select(state => state.ContainerId)
        );
        Assert.Equal([0, 0, 1], states.Select(state => state.Stale.Count));
        Assert.Equal(
            [newer.Value, newer.Value, old.Value],
            await Task.WhenAll(states.Select(state => ValueAsync(state.ContainerId!)))
        );
        Assert.DoesNotContain(newer.Value, launches[2].Error, StringComparison.Ordinal);

        var audit = await fixture.Server.Admin.Audit.ListAsync(new AuditQuery { PageSize = 100 }, stop: Stop);
        var ends = audit.Items.Where(entry => entry.Action == "service.launch.ended").Take(3).Reverse();
        Assert.Equal(["ok", "ok", "failed"], ends.Select(entry => entry.Result));
        var ordered = audit.Items.Single(entry =>
            entry.Action == "secret-keys.roll-out" && entry.Subject?.Name == _stage.Keys
        );
        Assert.Equal($"version 2, to {string.Join(", ", services.Select(one => one.Name))}", ordered.Detail);
    }

    /// <summary>A service that is healthy only while its token holds that text.</summary>
    async Task<(string, LaunchResponse)> StartAsync(string name, string image, string takes)
    {
        string[] probe = ["sh", "-c", $"echo \"$TOKEN\" | grep -q -e '{takes}'"];
        await fixture.Server.Admin.Services.CreateAsync(
            StudioServer.Project,
            new()
            {
                Name = name,
                Image = image,
                PullSecret = _stage.PullSecret,
                Bindings = [new(_stage.Keys)],
                Health = new(Command: new CommandLine(probe), IntervalSeconds: 1, Retries: 2),
            },
            Stop
        );
        var accepted = await fixture.Server.Admin.Services.LaunchAsync(StudioServer.Project, name, new(), Stop);
        await foreach (var _ in fixture.Server.Admin.Launches.FollowAsync(accepted.LaunchId, Stop)) { }
        var launch = await fixture.Server.Admin.Launches.GetAsync(accepted.LaunchId, Stop);
        Assert.True(launch.State == "live", launch.Error);
        return (name, launch);
    }

    Task<ServiceResponse> GetAsync(string name) =>
        fixture.Server.Admin.Services.GetAsync(StudioServer.Project, name, Stop);

    /// <summary>The token that a container was given, as it printed it.</summary>
    async Task<string> ValueAsync(string container) =>
        (await _stage.OutputOfAsync(container))
            .Split('\n')
            .Single(line => line.StartsWith("TOKEN=", StringComparison.Ordinal))["TOKEN=".Length..];
}
