using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Tests.Engine;

namespace Studio.Tests.Launches;

/// <summary>Running again what an earlier launch ran.</summary>
public sealed class RollbackTests
{
    const string Old = "old-value-0123456789";
    const string New = "new-value-0123456789";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Going_back_takes_revision_digest_and_secret_versions_together()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var (first, second) = await TwoLaunchesAsync(studio);

        var launch = await studio.EndOfAsync((await studio.RollBackAsync("web", first.Id)).Value);

        Assert.Equal((LaunchState.Live, LaunchReason.Rollback), (launch.State, launch.Reason));
        Assert.Equal((first.Id, first.Revision), (launch.Pattern!.Value, launch.Revision));
        var container = Assert.Single(studio.Engine.Containers);
        Assert.Equal($"registry.example.com/team/app@{first.ImageDigest}", container.Spec.Image);
        Assert.Equal(["OLD=1", $"API_KEY={Old}"], Variables(container));
        Assert.Equal(LaunchState.RolledBack, (await studio.EndOfAsync(second.Id)).State);
        Assert.Equal(["revision", "secrets:weather"], (await studio.GetServiceAsync("web")).State.Stale);
    }

    [Fact]
    public async Task Going_back_needs_no_registry_while_the_image_is_here()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var (first, _) = await TwoLaunchesAsync(studio);
        studio.Engine.Registry.Clear();
        studio.Engine.Manifests.Clear();

        var launch = await studio.EndOfAsync((await studio.RollBackAsync("web", first.Id)).Value);

        Assert.Equal(LaunchState.Live, launch.State);
    }

    [Fact]
    public async Task An_image_that_is_not_here_any_more_is_pulled_by_its_digest()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var (first, _) = await TwoLaunchesAsync(studio);
        studio.Engine.ForgetImages();
        studio.Engine.Calls.Clear();

        var launch = await studio.EndOfAsync((await studio.RollBackAsync("web", first.Id)).Value);

        Assert.Equal((LaunchState.Live, first.ImageDigest), (launch.State, launch.ImageDigest));
        Assert.Contains($"pull registry.example.com/team/app@{first.ImageDigest}", studio.Engine.Calls);
    }

    [Fact]
    public async Task An_image_that_is_nowhere_any_more_fails_the_launch_and_what_runs_goes_on()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var (first, second) = await TwoLaunchesAsync(studio);
        studio.Engine.ForgetImages();
        studio.Engine.Manifests.Clear();

        var launch = await studio.EndOfAsync((await studio.RollBackAsync("web", first.Id)).Value);

        Assert.Equal((LaunchState.Failed, "image-missing"), (launch.State, launch.ErrorCode));
        Assert.Equal(LaunchState.Live, (await studio.EndOfAsync(second.Id)).State);
        var container = Assert.Single(studio.Engine.Containers);
        Assert.Equal((second.ContainerId, ContainerStatus.Running), (container.Id, container.Status));
    }

    [Fact]
    public async Task An_image_of_this_host_only_is_found_again_by_its_id()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        studio.Engine.Has("docker.io/library/local:1");
        await studio.StoreServiceAsync(with: web => web with { Image = "local:1" });
        var first = await studio.LaunchAsync("web");
        await studio.LaunchAsync("web");

        var launch = await studio.EndOfAsync((await studio.RollBackAsync("web", first.Id)).Value);

        Assert.Equal((LaunchState.Live, first.ImageDigest), (launch.State, launch.ImageDigest));
    }

    [Fact]
    public async Task Secret_keys_that_are_gone_refuse_it_and_nothing_is_stored()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        var (first, second) = await TwoLaunchesAsync(studio);
        await using (var database = studio.Databases.CreateDbContext())
        {
            database.RemoveRange(await database.SecretKeys.ToListAsync(Stop));
            await database.SaveChangesAsync(Stop);
        }

        var result = await studio.RollBackAsync("web", first.Id);

        Assert.Equal("missing-secret-keys", result.Problem?.Code);
        await using var after = studio.Databases.CreateDbContext();
        Assert.Equal(2, await after.Launches.CountAsync(Stop));
        Assert.Equal(second.ContainerId, Assert.Single(studio.Engine.Containers).Id);
    }

    [Fact]
    public async Task A_launch_that_never_was_live_cannot_be_gone_back_to()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        await studio.LaunchAsync("web");
        studio.Engine.OnStart = container => container.Status = ContainerStatus.Exited;
        var failed = await studio.LaunchAsync("web");

        Assert.IsType<Invalid>((await studio.RollBackAsync("web", failed.Id)).Problem);
    }

    [Fact]
    public async Task A_stopped_service_can_go_back_to_what_was_live_last()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreServiceAsync();
        var live = await studio.LaunchAsync("web");
        await studio.StopAsync("web");

        var launch = await studio.EndOfAsync((await studio.RollBackAsync("web", live.Id)).Value);

        Assert.Equal(LaunchState.Live, launch.State);
    }

    [Fact]
    public async Task A_reset_makes_the_container_anew_with_the_versions_that_are_live()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("weather", ("API_KEY", Old));
        await studio.StoreServiceAsync(keys: "weather");
        var live = await studio.LaunchAsync("web");
        await studio.ChangeKeysAsync("weather", "API_KEY", New);
        studio.Engine.Registry[LaunchHarness.Image] = new FakeImage(FakeImage.DigestOf("app 2"));

        var ordered = await studio.Get<ResetService>().RunAsync(studio.Admin, studio.Databases.Project, "web", Stop);
        var launch = await studio.EndOfAsync(ordered.Value);

        Assert.Equal((LaunchState.Live, live.ImageDigest), (launch.State, launch.ImageDigest));
        var container = Assert.Single(studio.Engine.Containers);
        Assert.NotEqual(live.ContainerId, container.Id);
        Assert.Equal([$"API_KEY={Old}"], Variables(container));
        // Nobody went back past it.
        Assert.Equal(LaunchState.Superseded, (await studio.EndOfAsync(live.Id)).State);
    }

    /// <summary>The first with the old value, image and revision, the second with the new ones.</summary>
    static async Task<(Launch First, Launch Second)> TwoLaunchesAsync(LaunchHarness studio)
    {
        var image = new FakeImage(FakeImage.DigestOf("app 1"));
        studio.Engine.Manifests[$"registry.example.com/team/app@{image.Digest}"] = image;
        await studio.StoreKeysAsync("weather", ("API_KEY", Old));
        var stored = await studio.StoreServiceAsync(
            keys: "weather",
            with: web => web with { Environment = [new("OLD", "1")], Pull = PullPolicy.Always }
        );
        var first = await studio.LaunchAsync("web");
        await studio.ChangeKeysAsync("weather", "API_KEY", New);
        var newer = new FakeImage(FakeImage.DigestOf("app 2"));
        studio.Engine.Registry[LaunchHarness.Image] = newer;
        studio.Engine.Manifests[$"registry.example.com/team/app@{newer.Digest}"] = newer;
        var draft = new ServiceDraft(stored.Definition with { Environment = [] }, null, ["weather"]);
        var updated = await studio
            .Get<UpdateService>()
            .RunAsync(studio.Admin, studio.Databases.Project, "web", draft, null, Stop);
        Assert.True(updated.Succeeded);
        var second = await studio.LaunchAsync("web");
        Assert.NotEqual(first.ImageDigest, second.ImageDigest);
        Assert.Equal([$"API_KEY={New}"], Variables(Assert.Single(studio.Engine.Containers)));
        return (first, second);
    }

    static IEnumerable<string> Variables(FakeContainer container) =>
        container.Spec.Environment.Select(variable => $"{variable.Name}={variable.Value.Reveal()}");
}
