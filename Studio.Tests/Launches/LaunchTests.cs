using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.PullSecrets;
using Studio.Domain.Services;
using Studio.Domain.Timeline;
using Studio.Tests.Engine;

namespace Studio.Tests.Launches;

public sealed class LaunchTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_launch_goes_through_its_steps_and_gives_the_container_its_secrets()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        await studio.StoreServiceAsync(keys: "weather");

        var launch = await studio.LaunchAsync("web");

        Assert.Equal(LaunchState.Live, launch.State);
        Assert.Equal(FakeImage.DigestOf("app 1"), launch.ImageDigest);
        Assert.Equal(
            ("weather", 1),
            Assert.Single(launch.SecretVersions) is var used ? (used.Name, used.Version) : default
        );
        Assert.All(launch.Steps, step => Assert.Equal(StepState.Done, step.State));
        var container = Assert.Single(studio.Engine.Containers);
        Assert.Equal(ContainerStatus.Running, container.Status);
        Assert.True(container.RestartsAlways);
        var variable = Assert.Single(container.Spec.Environment);
        Assert.Equal(("API_KEY", "s3cret-value-0123456789"), (variable.Name, variable.Value.Reveal()));
        Assert.Equal($"registry.example.com/team/app@{launch.ImageDigest}", container.Spec.Image);
        Assert.Equal($"{launch.Id}", container.Spec.Labels[ContainerLabels.Launch]);
        Assert.Equal("cafe0123", container.Spec.Labels[ContainerLabels.Instance]);
    }

    [Fact]
    public async Task Materializing_secrets_is_audited_before_the_container_is_made()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        await studio.StoreServiceAsync(keys: "weather");
        var auditedWhenStarted = 0;
        studio.Engine.OnStart = _ =>
        {
            using var database = studio.Databases.CreateDbContext();
            auditedWhenStarted = database.AuditEntries.Count(entry => entry.Action == AuditActions.SecretAccess);
        };

        await studio.LaunchAsync("web");

        Assert.Equal(1, auditedWhenStarted);
    }

    [Fact]
    public async Task Opening_a_pull_secret_is_audited_too()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var account = new OtherAccount
        {
            Server = "registry.example.com",
            Username = "robot",
            Password = new SecretText("p4ssword-0123456789"),
        };
        var create = studio.Get<CreatePullSecret>();
        var secret = (await create.RunAsync(studio.Admin, studio.Databases.Project, "team", account, Stop)).Value;
        var definition = new ServiceDefinition { Name = "web", Image = LaunchHarness.Image };
        var draft = new ServiceDraft(definition, "team", []);
        await studio.Get<CreateService>().RunAsync(studio.Admin, studio.Databases.Project, draft, Stop);

        await studio.LaunchAsync("web");

        await using var database = studio.Databases.CreateDbContext();
        var entry = await database.AuditEntries.SingleAsync(row => row.Action == AuditActions.SecretAccess, Stop);
        Assert.Equal(($"{secret.Id}", "team", "materialize"), (entry.SubjectId, entry.SubjectName, entry.Access));
    }

    [Fact]
    public async Task A_failed_launch_says_why_with_its_last_lines_redacted_and_leaves_no_container()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        await studio.StoreServiceAsync(keys: "weather");
        studio.Engine.OnStart = container =>
        {
            (container.Status, container.ExitCode) = (ContainerStatus.Exited, 3);
            container.Lines.Add("connecting with s3cret-value-0123456789 failed");
        };

        var launch = await studio.LaunchAsync("web");

        Assert.Equal(LaunchState.Failed, launch.State);
        Assert.Contains("exit code 3", launch.Error);
        Assert.Equal(["connecting with [redacted:API_KEY] failed"], launch.LastLines);
        Assert.Equal(StepState.Failed, launch.Step(LaunchStepName.WaitingHealthy).State);
        Assert.Empty(studio.Engine.Containers);
        Assert.Equal(ServiceStatus.Failed, (await studio.GetServiceAsync("web")).State.Status);
    }

    [Theory]
    // The value goes across the place where the text is cut; the engine has cut within the value.
    [InlineData(470, "s3cret-value-0123456789 refused")]
    [InlineData(10, "s3cret-value-01...")]
    public async Task Nothing_of_a_secret_is_left_where_a_health_checks_output_is_cut(int before, string output)
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        await studio.StoreServiceAsync(
            keys: "weather",
            with: web => web with { Health = new HealthCheck(null, ["probe"], 1, 1, 1, 0) }
        );
        studio.Engine.OnStart = container =>
            (container.Health, container.HealthOutput) = ("unhealthy", new string('x', before) + output);

        var launch = await studio.LaunchAsync("web");

        Assert.Contains("health check fails", launch.Error);
        Assert.DoesNotContain("s3cret", launch.Error);
    }

    [Fact]
    public async Task A_line_without_an_end_is_kept_by_its_beginning_only()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        studio.Engine.OnStart = container =>
        {
            (container.Status, container.ExitCode) = (ContainerStatus.Exited, 3);
            container.Lines.AddRange("short", new string('x', 100_000));
        };

        var launch = await studio.LaunchAsync("web");

        Assert.Equal(["short", $"{new string('x', 2048)}…"], launch.LastLines);
    }

    [Fact]
    public async Task Launching_again_replaces_the_old_container_once_the_new_one_is_healthy()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        var first = await studio.LaunchAsync("web");
        var second = await studio.LaunchAsync("web");

        var container = Assert.Single(studio.Engine.Containers);
        Assert.Equal($"{second.Id}", container.Spec.Labels[ContainerLabels.Launch]);
        Assert.Equal(LaunchState.Superseded, (await studio.EndOfAsync(first.Id)).State);
        var calls = studio.Engine.Calls.ToList();
        Assert.True(
            calls.FindLastIndex(call => call.StartsWith("start ")) < calls.FindIndex(call => call.StartsWith("stop "))
        );
    }

    [Fact]
    public async Task With_a_fixed_host_port_the_old_container_runs_again_when_the_new_one_fails()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: web => web with { Ports = [new(8080, 18080, "127.0.0.1", "tcp")] });
        var first = await studio.LaunchAsync("web");
        studio.Engine.OnStart = container =>
        {
            if (container.Spec.Labels[ContainerLabels.Launch] != $"{first.Id}")
                (container.Status, container.ExitCode) = (ContainerStatus.Exited, 1);
        };

        var second = await studio.LaunchAsync("web");

        Assert.Equal(LaunchState.Failed, second.State);
        Assert.EndsWith("What ran before runs again.", second.Error);
        var container = Assert.Single(studio.Engine.Containers);
        Assert.Equal($"{first.Id}", container.Spec.Labels[ContainerLabels.Launch]);
        Assert.Equal(ContainerStatus.Running, container.Status);
        Assert.True(container.RestartsAlways);
        Assert.Equal(ServiceStatus.Running, (await studio.GetServiceAsync("web")).State.Status);
    }

    [Fact]
    public async Task A_refused_pull_fails_the_launch_and_touches_nothing_that_runs()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: web => web with { Pull = PullPolicy.Always });
        await studio.LaunchAsync("web");
        studio.Engine.Registry[LaunchHarness.Image] = new FakeImage(FakeImage.DigestOf("app 2"), Password: "needed");
        studio.Engine.Calls.Clear();

        var launch = await studio.LaunchAsync("web");

        Assert.Equal((LaunchState.Failed, "pull-denied"), (launch.State, launch.ErrorCode));
        Assert.Equal(StepState.Failed, launch.Step(LaunchStepName.Pulling).State);
        Assert.Empty(studio.Engine.Calls);
        Assert.Equal(ServiceStatus.Running, (await studio.GetServiceAsync("web")).State.Status);
    }

    [Fact]
    public async Task An_image_in_the_engines_cache_gives_no_rights_to_a_project_that_has_not_pulled_it()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var digest = FakeImage.DigestOf("app 1");
        studio.Engine.Has(LaunchHarness.Image, $"registry.example.com/team/app@{digest}");
        studio.Engine.Registry[LaunchHarness.Image] = new FakeImage(digest, Password: "not ours");
        await studio.StoreServiceAsync(with: web => web with { Pull = PullPolicy.Missing });

        Assert.Equal("pull-denied", (await studio.LaunchAsync("web")).ErrorCode);
    }

    [Fact]
    public async Task Missing_uses_what_the_project_has_pulled_itself_without_asking_the_registry()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: web => web with { Pull = PullPolicy.Missing });
        await studio.LaunchAsync("web");
        studio.Engine.Registry.Clear();

        Assert.Equal(LaunchState.Live, (await studio.LaunchAsync("web")).State);
    }

    [Fact]
    public async Task An_http_probe_decides_when_the_service_has_one()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: web => web with { Health = new(new(8080, "/"), null, 1, 1, 1, 0) });
        studio.Probe.Failure = "it answered 500.";

        var launch = await studio.LaunchAsync("web");

        Assert.Equal(LaunchState.Failed, launch.State);
        Assert.Contains("it answered 500.", launch.Error);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_running_service_with_an_http_probe_is_as_healthy_as_the_probe_says()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync(with: web => web with { Health = new(new(8080, "/"), null, 1, 1, 1, 0) });
        await studio.LaunchAsync("web");
        await studio.Get<HealthMonitor>().LookAsync(Stop);
        await studio.UntilHealthAsync("web", "healthy");

        studio.Probe.Failure = "it answered 500.";

        await studio.UntilHealthAsync("web", "unhealthy");
        var health = (
            await studio.Get<GetServiceHealth>().RunAsync(studio.Admin, studio.Databases.Project, "web", Stop)
        ).Value;
        Assert.Equal("it answered 500.", $"{health.Probes[0].Output}");
        Assert.Contains(health.Probes, probe => probe.Healthy);
        var moments = await studio.MomentsAsync("web");
        Assert.Equal(
            [ServiceEventKind.Unhealthy, ServiceEventKind.Healthy],
            moments.Select(one => one.Container?.Kind).OfType<ServiceEventKind>()
        );
        Assert.Equal("GET :8080/: it answered 500.", moments[0].Container?.Detail);
    }

    [Fact]
    public async Task With_the_engine_away_a_launch_is_refused_and_nothing_is_stored()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        studio.Engine.Down = FakeEngine.Unavailable;

        var result = await studio.Get<LaunchService>().RunAsync(studio.Admin, studio.Databases.Project, "web", Stop);

        Assert.IsType<Domain.Common.EngineUnavailable>(result.Problem);
        await using var database = studio.Databases.CreateDbContext();
        Assert.Empty(await database.Launches.ToListAsync(Stop));
        Assert.Equal(ServiceStatus.Unknown, (await studio.GetServiceAsync("web")).State.Status);
    }

    [Fact]
    public async Task A_launch_that_was_cut_off_is_done_again_under_its_own_id()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        await studio.StoreServiceAsync();
        var id = (
            await studio.Get<LaunchService>().RunAsync(studio.Admin, studio.Databases.Project, "web", Stop)
        ).Value;
        await using (var database = studio.Databases.CreateDbContext())
        {
            var cutOff = await database.Launches.SingleAsync(Stop);
            cutOff.Begin(LaunchStepName.Pulling, TimeProvider.System.GetUtcNow());
            await database.SaveChangesAsync(Stop);
        }

        await studio.StartAsync();

        Assert.Equal(LaunchState.Live, (await studio.EndOfAsync(id)).State);
        Assert.Single(studio.Engine.Containers);
    }

    [Fact]
    public async Task A_stopped_service_is_stopped_and_its_container_kept()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");

        var result = await studio
            .Get<StopService>()
            .RunAsync(studio.Admin, studio.Databases.Project, "web", force: false, Stop);

        Assert.True(result.Succeeded);
        var container = Assert.Single(studio.Engine.Containers);
        Assert.Equal((ContainerStatus.Exited, false), (container.Status, container.RestartsAlways));
        var state = (await studio.GetServiceAsync("web")).State;
        Assert.Equal((DesiredState.Stopped, ServiceStatus.Stopped), (state.Desired, state.Status));
    }

    [Fact]
    public async Task A_service_is_stale_when_its_secrets_or_its_definition_are_newer_than_what_runs()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var keys = await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        var service = await studio.StoreServiceAsync(keys: "weather");
        await studio.LaunchAsync("web");
        Assert.Empty((await studio.GetServiceAsync("web")).State.Stale);

        await using (var database = studio.Databases.CreateDbContext())
            await database
                .SecretKeys.Where(row => row.Id == keys)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Version, 2), Stop);
        var draft = new ServiceDraft(service.Definition with { Description = "new" }, null, ["weather"]);
        await studio.Get<UpdateService>().RunAsync(studio.Admin, studio.Databases.Project, "web", draft, null, Stop);

        Assert.Equal(["revision", "secrets:weather"], (await studio.GetServiceAsync("web")).State.Stale);
    }

    [Fact]
    public async Task Planning_and_previewing_open_no_value()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        await studio.StoreServiceAsync(keys: "weather");

        var plan = (await studio.Get<PlanLaunch>().RunAsync(studio.Admin, studio.Databases.Project, "web", Stop)).Value;

        Assert.Equal("••••••••6789", Assert.Single(plan.Environment).Preview?.Text);
        Assert.Equal(0, studio.Get<Domain.Vault.SecretVault>().OpenedCount);
    }
}
