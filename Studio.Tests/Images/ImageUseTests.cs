using Studio.Domain.Common;
using Studio.Domain.Images;
using Studio.Domain.Launches;

namespace Studio.Tests.Images;

/// <summary>Who uses an image, and who brought it.</summary>
public sealed class ImageUseTests
{
    static readonly string[] _web = ["service web"];

    [Fact]
    public async Task What_a_service_runs_is_used_by_it_and_what_it_ran_before_is_kept_for_its_rollback()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1, 2, 3);

        Assert.Equal(_web, Users(await world.FindAsync(3)));
        var before = await world.FindAsync(2);
        Assert.Equal(["kept for the rollback of web"], Users(before));
        Assert.Equal((false, true), (before!.InUse, before.IsKeptForRollback));
        Assert.Empty(Users(await world.FindAsync(1)));
    }

    [Fact]
    public async Task A_launch_that_never_was_healthy_is_nothing_to_go_back_to()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1);
        world.Publish(2);
        await world.Launches.StoreLaunchAsync(
            "web",
            launch =>
            {
                launch.Pulled(ImagesWorld.Digest(2));
                launch.Supersede(TimeProvider.System.GetUtcNow());
            }
        );
        world.Engine.Has("other:2", $"{ImagesWorld.Repository}@{ImagesWorld.Digest(2)}");

        Assert.Empty(Users(await world.FindAsync(2)));
    }

    [Fact]
    public async Task The_image_of_the_newest_definition_is_used_before_it_was_ever_launched()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.Launches.StoreServiceAsync("web");
        world.Engine.Has(ImagesWorld.Image);

        Assert.Equal(_web, Users(Assert.Single(await world.ListAsync())));
    }

    [Fact]
    public async Task What_was_live_when_a_service_was_stopped_is_used()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1);
        await world.Launches.StopAsync("web");

        Assert.Equal(_web, Users(await world.FindAsync(1)));
    }

    [Fact]
    public async Task While_a_launch_pulls_every_image_of_its_repository_is_used()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.Launches.StopQueueAsync();
        await world.Launches.StoreServiceAsync("web", with: it => it with { Image = $"{ImagesWorld.Repository}:next" });
        world.Engine.Has("untagged", $"{ImagesWorld.Repository}@{ImagesWorld.Digest(7)}");
        Assert.Empty(Users(await world.FindAsync(7)));

        await world.Launches.StoreLaunchAsync(
            "web",
            launch => launch.Begin(LaunchStepName.Pulling, TimeProvider.System.GetUtcNow())
        );

        Assert.Equal(_web, Users(await world.FindAsync(7)));
    }

    [Fact]
    public async Task A_container_of_anybody_uses_its_image()
    {
        await using var world = await ImagesWorld.CreateAsync();
        world.Engine.Has("made-here:1");
        await world.RunElsewhereAsync("somebodys", "made-here:1");

        var view = Assert.Single(await world.ListAsync());

        Assert.Equal(["container somebodys"], Users(view));
        Assert.True(view.InUse);
    }

    [Fact]
    public async Task Studio_s_are_those_that_it_pulled_under_every_name_that_they_have()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1);
        world.Engine.Has(
            "registry.example.com/team/theirs:1",
            "registry.example.com/team/theirs@sha256:" + new string('a', 64)
        );
        Assert.True((await world.FindAsync(1))!.PulledByStudio);
        Assert.False((await world.ListAsync())[1].PulledByStudio);

        // Somebody gives it a name of their own.
        Domain.Engine.ImageReference.TryParse("keep/this:1", out var own, out _);
        await world.Engine.TagImageAsync(
            (await world.FindAsync(1))!.Image.Id,
            own!,
            TestContext.Current.CancellationToken
        );

        Assert.False((await world.FindAsync(1))!.PulledByStudio);
    }

    [Fact]
    public async Task The_list_is_searched_sorted_and_turned()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1);
        world.Engine.Has("alpha:1");
        world.Engine.Has("beta:1");
        world.Engine.Sizes[(await world.FindAsync(1))!.Image.Id] = 5;

        Assert.Equal(["alpha:1", "beta:1", ImagesWorld.Image], Names(await world.ListAsync()));
        Assert.Equal([ImagesWorld.Image, "beta:1", "alpha:1"], Names(await world.ListAsync(new(Sort: "-name"))));
        Assert.Equal(ImagesWorld.Image, Names(await world.ListAsync(new(Sort: "size")))[0]);
        Assert.Equal(["beta:1"], Names(await world.ListAsync(new(Search: "BETA"))));
        Assert.Equal([ImagesWorld.Image], Names(await world.ListAsync(new(Search: "web"))));
        Assert.Equal([ImagesWorld.Image], Names(await world.ListAsync(new(Number: 2, Size: 2))));
    }

    [Fact]
    public async Task Without_an_engine_nothing_is_known()
    {
        await using var world = await ImagesWorld.CreateAsync();
        world.Engine.Down = Engine.FakeEngine.Unavailable;

        var result = await world
            .Launches.Get<ListImages>()
            .RunAsync(world.Admin, new(), TestContext.Current.CancellationToken);

        Assert.IsType<EngineUnavailable>(result.Problem);
    }

    static IEnumerable<string> Users(ImageView? view) => view!.Users.Select(user => $"{user}");

    static List<string> Names(IEnumerable<ImageView> views) => [.. views.Select(view => view.Name)];
}
