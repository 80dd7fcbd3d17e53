using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Images;
using Studio.Domain.Services;

namespace Studio.Tests.Images;

/// <summary>Deleting one image, and pruning.</summary>
public sealed class DeleteImageTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_is_in_use_is_refused_with_its_users_even_by_force_and_that_is_audited()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1);

        var refused = Assert.IsType<InUse>((await world.DeleteAsync(ImagesWorld.Image, force: true)).Problem);

        Assert.Equal(["web"], refused.Users);
        Assert.Contains("service web", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(await world.FindAsync(1));
        Assert.Equal([("image.delete", ImagesWorld.Image, "refused")], await world.AuditAsync());
    }

    [Fact]
    public async Task What_is_kept_for_a_rollback_goes_only_by_force()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1, 2);
        var id = (await world.FindAsync(1))!.Image.Id;

        var refused = Assert.IsType<InUse>((await world.DeleteAsync(id)).Problem);
        Assert.Contains("kept for the rollback of web", refused.Message, StringComparison.Ordinal);
        Assert.NotNull(await world.FindAsync(1));

        Assert.True((await world.DeleteAsync(id, force: true)).Succeeded);
        Assert.Null(await world.FindAsync(1));
        // Who looks for the way back later finds who took it.
        Assert.Equal("kept for the rollback of web", (await world.LastEntryAsync()).Detail);
    }

    [Fact]
    public async Task What_a_container_begins_to_use_meanwhile_is_not_deleted_and_that_is_audited()
    {
        await using var world = await ImagesWorld.CreateAsync();
        world.Engine.Has("alpha:1");
        world.Engine.OnRemoveImage = () => world.RunElsewhereAsync("sudden", "alpha:1");

        Assert.Equal("engine-conflict", (await world.DeleteAsync("alpha:1")).Problem!.Code);

        Assert.Single(await world.ListAsync());
        Assert.Equal(
            [("image.delete", "alpha:1", "ok"), ("image.delete", "alpha:1", "failed")],
            await world.AuditAsync()
        );
    }

    [Fact]
    public async Task Of_several_images_that_could_be_meant_none_is_deleted()
    {
        await using var world = await ImagesWorld.CreateAsync();
        var name = $"{ImagesWorld.Repository}@{ImagesWorld.Digest(1)}";
        world.Engine.Has("alpha:1", name);
        world.Engine.Has("beta:1", name);

        Assert.IsType<Invalid>((await world.DeleteAsync(name, force: true)).Problem);

        Assert.Equal(2, (await world.ListAsync()).Count);
    }

    [Theory]
    [InlineData("alpha:1")]
    [InlineData("docker.io/library/alpha:1")]
    public async Task What_nothing_uses_goes_by_its_tag_or_its_id(string tag)
    {
        await using var world = await ImagesWorld.CreateAsync();
        world.Engine.Has("alpha:1");
        world.Engine.Has("beta:1");
        var beta = (await world.ListAsync())[1].Image.Id;

        Assert.True((await world.DeleteAsync(tag)).Succeeded);
        Assert.IsType<Missing>((await world.DeleteAsync(tag)).Problem);
        Assert.IsType<Missing>((await world.DeleteAsync(beta[7..18])).Problem);
        Assert.True((await world.DeleteAsync(beta[7..19])).Succeeded);

        Assert.Empty(await world.ListAsync());
        Assert.Equal([("image.delete", "alpha:1", "ok"), ("image.delete", "beta:1", "ok")], await world.AuditAsync());
    }

    [Fact]
    public async Task A_prune_takes_exactly_what_its_preview_says_and_nothing_that_is_somebody_s()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1, 2, 3, 4);
        world.Engine.Has("made-here:1");
        world.Engine.Has("theirs:1", "docker.io/library/theirs@sha256:" + new string('a', 64));
        world.Engine.Sizes[(await world.FindAsync(1))!.Image.Id] = 1000;

        var preview = await world.PruneAsync(dryRun: true);

        Assert.Equal(6, (await world.ListAsync()).Count);
        Assert.Empty(await world.AuditAsync());
        // Ten bytes of each are shared.
        Assert.Equal(990 + 90, preview.Bytes);
        var pruned = await world.PruneAsync(dryRun: false);
        Assert.Equal(Ids(preview.Images), Ids(pruned.Images));
        Assert.Equal(preview.Bytes, pruned.Bytes);
        Assert.Empty(pruned.Kept);
        Assert.Equal(
            ["made-here:1", ImagesWorld.Image, $"{ImagesWorld.Repository}@{ImagesWorld.Digest(3)}", "theirs:1"],
            (await world.ListAsync()).Select(view => view.Name)
        );
        Assert.Equal(
            [("image.prune", "ok"), ("image.prune", "ok")],
            (await world.AuditAsync()).Select(entry => (entry.Action, entry.Result))
        );
    }

    [Fact]
    public async Task What_a_container_begins_to_use_during_a_prune_stays_and_is_said()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1, 2, 3);
        world.Engine.OnRemoveImage = () =>
            world.RunElsewhereAsync("sudden", $"{ImagesWorld.Repository}@{ImagesWorld.Digest(1)}");

        var pruned = await world.PruneAsync(dryRun: false);

        Assert.Empty(pruned.Images);
        Assert.Equal(0, pruned.Bytes);
        Assert.Contains("using it", Assert.Single(pruned.Kept).Why, StringComparison.Ordinal);
        Assert.NotNull(await world.FindAsync(1));
        Assert.Equal(["ok", "failed"], (await world.AuditAsync()).Select(entry => entry.Result));
    }

    [Fact]
    public async Task An_image_that_cannot_go_keeps_no_other_one_from_going()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1, 2, 3, 4);
        world.Engine.OnRemoveImage = () =>
        {
            world.Engine.OnRemoveImage = null;
            throw new EngineException(EngineFailure.Conflict, "It is used.");
        };

        var pruned = await world.PruneAsync(dryRun: false);

        Assert.Single(pruned.Kept);
        Assert.Single(pruned.Images);
        Assert.Equal(90, pruned.Bytes);
        // What runs, what it ran before, and the one that stayed.
        Assert.Equal(3, (await world.ListAsync()).Count);
        Assert.Equal(["ok", "ok", "failed"], (await world.AuditAsync()).Select(entry => entry.Result));
    }

    [Fact]
    public async Task A_project_s_right_to_a_digest_outlives_the_image()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.LaunchAsync("web", 1, 2, 3);
        await world.PruneAsync(dryRun: false);

        // It comes back by another project's pull; its registry has forgotten it.
        world.Engine.Has($"{ImagesWorld.Repository}:old", $"{ImagesWorld.Repository}@{ImagesWorld.Digest(1)}");
        await world.Launches.StoreServiceAsync(
            "old",
            with: it => it with { Image = $"{ImagesWorld.Repository}:old", Pull = PullPolicy.Never }
        );

        Assert.Equal(ImagesWorld.Digest(1), (await world.Launches.LaunchAsync("old")).ImageDigest);
    }

    [Fact]
    public async Task A_viewer_may_neither_delete_nor_prune_nor_pull_and_each_attempt_is_audited()
    {
        await using var world = await ImagesWorld.CreateAsync();
        await world.Launches.StoreServiceAsync("web");
        var viewer = ImagesWorld.Viewer;

        Problem?[] problems =
        [
            (await world.Launches.Get<DeleteImage>().RunAsync(viewer, "alpha:1", true, Stop)).Problem,
            (await world.Launches.Get<PruneImages>().RunAsync(viewer, true, Stop)).Problem,
            (await world.Launches.Get<PullImage>().RunAsync(viewer, world.Project, "web", null, Stop)).Problem,
        ];

        Assert.All(problems, problem => Assert.IsType<Denied>(problem));
        Assert.Equal(
            [
                ("refused", "image.delete", "refused"),
                ("refused", "image.prune", "refused"),
                ("refused", "image.pull", "refused"),
            ],
            await world.AuditAsync()
        );
    }

    static IEnumerable<string> Ids(IEnumerable<ImageView> views) => views.Select(view => view.Image.Id);
}
