using System.Text.Json;
using Studio.Client.Services;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;

namespace Studio.EndToEnd.Launches;

public sealed class LaunchTests(StudioFixture fixture) : IClassFixture<StudioFixture>
{
    const string ApiKey = "sk-live-0123456789abcdef";

    readonly EngineFixture _engine = fixture.Engine;
    readonly StudioServer _server = fixture.Server;
    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    static readonly HealthDefinition Answers = new(new HttpHealthDefinition(8080), IntervalSeconds: 1, Retries: 3);

    async Task<ServiceResponse> CreateSiteAsync(string? image = null)
    {
        image ??= await _stage.PublishSiteAsync();
        await _stage.CreateKeysAsync(("API_KEY", ApiKey), ("OTHER", "of two lines\nand a $HOME"));
        await _stage.CreatePullSecretAsync();
        return await _stage.CreateServiceAsync(
            image,
            site => site with { Environment = [new("MODE", "prod")], Bindings = [new(_stage.Keys)], Health = Answers }
        );
    }

    [Fact]
    public async Task From_secrets_to_a_running_container_of_a_private_image()
    {
        var service = await CreateSiteAsync();
        var preview = await _server.Admin.Services.PreviewAsync(StudioServer.Project, _stage.Service, Stop);
        Assert.Equal(["API_KEY", "MODE", "OTHER"], preview.Environment.Select(variable => variable.Name).Order());
        Assert.Equal("••••••••cdef", preview.Environment.Single(variable => variable.Name == "API_KEY").Preview);
        Assert.Equal(_engine.Registry, preview.PullSecret!.Server);
        Assert.False(preview.Image.Present);
        Assert.DoesNotContain(ApiKey, JsonSerializer.Serialize(preview), StringComparison.Ordinal);

        var launch = await _stage.BringToLifeAsync();

        Assert.All(launch.Steps, step => Assert.Equal("done", step.State));
        Assert.StartsWith("sha256:", launch.ImageDigest, StringComparison.Ordinal);
        var inside = await _stage.OutputOfAsync(launch.ContainerId!);
        Assert.Contains($"API_KEY={ApiKey}\n", inside, StringComparison.Ordinal);
        Assert.Contains("OTHER=of two lines\nand a $HOME\n", inside, StringComparison.Ordinal);
        Assert.Contains("MODE=prod\n", inside, StringComparison.Ordinal);
        var state = (await _stage.GetAsync()).State;
        Assert.Equal(
            ("running", "running", launch.ContainerId, launch.Id),
            (state.Desired, state.Status, state.ContainerId, state.LaunchId)
        );
        Assert.Equal(service.Id, launch.Service);
    }

    [Fact]
    public async Task The_container_bears_its_labels_and_may_do_little()
    {
        var service = await CreateSiteAsync();
        var launch = await _stage.BringToLifeAsync();

        var container = await _engine.Client.Containers.InspectAsync(launch.ContainerId!, Stop);

        var labels = container.Config.Labels!;
        Assert.Equal((service.Id, launch.Id), (labels["studio.service"], labels["studio.launch"]));
        Assert.StartsWith("proj-", labels["studio.project"], StringComparison.Ordinal);
        Assert.StartsWith("rev-", labels["studio.revision"], StringComparison.Ordinal);
        Assert.NotEmpty(labels["studio.instance"]);
        var host = container.HostConfig;
        Assert.Equal(["ALL"], host.CapDrop);
        Assert.Equal(
            ["CHOWN", "DAC_OVERRIDE", "FOWNER", "KILL", "NET_BIND_SERVICE", "SETGID", "SETUID"],
            host.CapAdd!.Select(capability => capability.Replace("CAP_", "", StringComparison.Ordinal)).Order()
        );
        Assert.Contains(host.SecurityOpt!, option => option.StartsWith("no-new-privileges", StringComparison.Ordinal));
        Assert.NotEqual(true, host.Privileged);
        Assert.True(host.Memory > 0, "It has no memory limit.");
        Assert.Equal((256, host.Memory), (host.PidsLimit, host.MemorySwap));
        Assert.Equal("json-file", host.LogConfig!.Type);
        Assert.Equal(("10m", "3"), (host.LogConfig.Config!["max-size"], host.LogConfig.Config["max-file"]));
        Assert.NotEqual("host", host.NetworkMode);
        Assert.Equal("unless-stopped", host.RestartPolicy!.Name);
        Assert.Empty(host.Mounts ?? []);
    }

    [Fact]
    public async Task A_wrong_registry_password_fails_the_launch_and_the_test_of_the_pull_secret()
    {
        var image = await _stage.PublishSiteAsync();
        await _stage.CreatePullSecretAsync(password: "not-the-password");
        await _stage.CreateServiceAsync(image);

        var launch = await _stage.LaunchAsync();
        var test = await _server.Admin.PullSecrets.TestAsync(StudioServer.Project, _stage.PullSecret, new(image), Stop);

        Assert.Equal("failed", launch.State);
        Assert.Equal("pulling", Assert.Single(launch.Steps, step => step.State == "failed").Name);
        Assert.Contains("password is wrong", launch.Error, StringComparison.Ordinal);
        Assert.False(test.Ok);
        Assert.Equal("auth", test.Steps.First(step => !step.Ok).Name);
    }

    [Fact]
    public async Task The_right_registry_password_passes_every_step_of_the_test()
    {
        var image = await _stage.PublishSiteAsync();
        await _stage.CreatePullSecretAsync();

        var test = await _server.Admin.PullSecrets.TestAsync(StudioServer.Project, _stage.PullSecret, new(image), Stop);

        Assert.True(test.Ok, string.Join("; ", test.Steps.Select(step => $"{step.Name} {step.Ok} {step.Detail}")));
        Assert.Contains(test.Steps, step => step.Name == "pull");
    }

    [Fact]
    public async Task An_image_that_the_registry_does_not_have_fails_the_launch()
    {
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync($"{_engine.Registry}/team/{Stage.NewName("none")}:1");

        var launch = await _stage.LaunchAsync();

        Assert.Equal("failed", launch.State);
        Assert.Contains("does not have", launch.Error, StringComparison.Ordinal);
        Assert.Equal("failed", (await _stage.GetAsync()).State.Status);
    }

    [Fact]
    public async Task An_image_on_the_engine_is_not_run_with_a_wrong_password()
    {
        var image = await _stage.PublishSiteAsync();
        await foreach (var _ in _engine.Client.Images.PullAsync(image, _engine.Auth, Stop)) { }
        await _stage.CreatePullSecretAsync(password: "not-the-password");
        await _stage.CreateServiceAsync(image);

        Assert.Equal("failed", (await _stage.LaunchAsync()).State);
    }

    [Fact]
    public async Task Launching_again_replaces_the_container()
    {
        var service = await CreateSiteAsync();
        var first = await _stage.BringToLifeAsync();

        var second = await _stage.BringToLifeAsync();

        Assert.NotEqual(first.ContainerId, second.ContainerId);
        Assert.Equal(second.ContainerId, Assert.Single(await _stage.ContainersAsync(service.Id)).Id);
        Assert.Equal("superseded", (await _server.Admin.Launches.GetAsync(first.Id, Stop)).State);
    }

    [Fact]
    public async Task A_restart_delivers_the_newest_values()
    {
        await CreateSiteAsync();
        await _stage.BringToLifeAsync();
        await _server.Admin.SecretKeys.SetEntryAsync(
            StudioServer.Project,
            _stage.Keys,
            "API_KEY",
            new() { Value = new("rotated") },
            stop: Stop
        );
        Assert.Equal([$"secrets:{_stage.Keys}"], (await _stage.GetAsync()).State.Stale);

        var restarted = await _stage.RestartAsync();

        Assert.Equal("live", restarted.State);
        Assert.Contains(
            "API_KEY=rotated\n",
            await _stage.OutputOfAsync(restarted.ContainerId!),
            StringComparison.Ordinal
        );
        Assert.Empty((await _stage.GetAsync()).State.Stale);
    }

    [Fact]
    public async Task A_stopped_service_stays_stopped_and_a_deleted_one_leaves_no_container()
    {
        var service = await CreateSiteAsync();
        await _stage.BringToLifeAsync();

        await _server.Admin.Services.StopAsync(StudioServer.Project, _stage.Service, new(), Stop);

        var stopped = Assert.Single(await _stage.ContainersAsync(service.Id));
        Assert.Equal("exited", stopped.State);
        Assert.Equal(
            ("stopped", "stopped"),
            ((await _stage.GetAsync()).State.Desired, (await _stage.GetAsync()).State.Status)
        );

        await _server.Admin.Services.DeleteAsync(StudioServer.Project, _stage.Service, stop: Stop);
        Assert.Empty(await _stage.ContainersAsync(service.Id));
    }
}
