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
    public async Task Launched_twice_of_the_same_image_a_service_still_can_go_back_to_the_one_before()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1, 2, 2);

        Assert.Equal(["kept for the rollback of web"], Users(await world.FindAsync(1)));
    }

    [Fact]
    public async Task After_a_rollback_what_was_left_is_kept_for_the_way_there_again()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1);
        var first = (await world.Launches.EndOfLastAsync("web")).Id;
        await world.LaunchAsync("web", 2);
        await world.Launches.EndOfAsync((await world.Launches.RollBackAsync("web", first)).Value);

        Assert.Equal(_web, Users(await world.FindAsync(1)));
        // The tag that the definition names may be on it too.
        await world.Launches.ChangeImageAsync("web", $"{ImagesWorld.Repository}:next");
        Assert.Equal(["kept for the rollback of web"], Users(await world.FindAsync(2)));
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
    public async Task A_launch_that_waits_for_its_turn_uses_the_image_that_it_is_to_run_again()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.Launches.StopQueueAsync();
        await world.Launches.StoreServiceAsync("web", with: it => it with { Image = $"{ImagesWorld.Repository}:next" });
        world.Engine.Has("seven", $"{ImagesWorld.Repository}@{ImagesWorld.Digest(7)}");
        world.Engine.Has("eight", $"{ImagesWorld.Repository}@{ImagesWorld.Digest(8)}");

        await world.Launches.StoreLaunchAsync("web", launch => launch.Pulled(ImagesWorld.Digest(7)));

        Assert.Equal(_web, Users(await world.FindAsync(7)));
        Assert.Empty(Users(await world.FindAsync(8)));
    }

    [Fact]
    public async Task An_image_that_was_made_here_is_used_by_the_service_that_runs_it_whatever_its_next_definition_says()
    {
        await using var world = await ImagesWorld.CreateAsync();
        const string made = $"{ImagesWorld.Repository}:made-here";
        world.Engine.Has(made);
        await world.Launches.StoreServiceAsync(
            "web",
            with: it => it with { Image = made, Pull = Domain.Services.PullPolicy.Missing }
        );
        Assert.Equal(LaunchState.Live, (await world.Launches.LaunchAsync("web")).State);

        await world.Launches.ChangeImageAsync("web", ImagesWorld.Image);

        Assert.Equal(_web, Users(Assert.Single(await world.ListAsync())));
    }

    [Fact]
    public async Task A_container_that_a_service_left_behind_uses_its_image_for_itself()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1);
        world.Engine.Has("made-here:1");
        var labels = Assert.Single(world.Engine.Containers).Spec.Labels;
        await world.Launches.StopQueueAsync();
        await world.RunElsewhereAsync("left", "made-here:1", labels);

        Assert.Equal(["container left"], Users((await world.ListAsync())[0]));
        // That of the service itself is said once.
        Assert.Equal(_web, Users(await world.FindAsync(1)));
    }

    [Fact]
    public async Task An_image_that_another_one_was_built_on_is_used_by_it()
    {
        await using var world = await ImagesWorld.CreateAsync();
        world.Engine.Has("base:1");
        world.Engine.Has("made-here:1");
        var views = await world.ListAsync();
        world.Engine.Children[views[0].Image.Id] = [views[1].Image.Id];

        Assert.Equal(["image made-here:1"], Users((await world.ListAsync())[0]));
        Assert.IsType<InUse>((await world.DeleteAsync("base:1", force: true)).Problem);
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
