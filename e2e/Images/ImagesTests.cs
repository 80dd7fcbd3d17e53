using Studio.Client;
using Studio.Client.Common;
using Studio.Client.Images;
using Studio.Docker;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Images;

/// <summary>Images on a real engine, over REST. Others are on it at the same time: a test looks for its own.</summary>
public sealed class ImagesTests(StudioFixture fixture) : IClassFixture<StudioFixture>
{
    readonly EngineFixture _engine = fixture.Engine;
    readonly StudioClient _studio = fixture.Server.Admin;
    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_runs_is_seen_with_its_service_and_cannot_be_deleted()
    {
        var service = await PublishAndLaunchAsync();

        var image = await FindAsync(service);

        Assert.Equal([service], image.Tags);
        Assert.StartsWith("sha256:", image.Id, StringComparison.Ordinal);
        Assert.True(image.Size > 100_000);
        Assert.Equal("1", image.Labels[EngineFixture.Label]);
        Assert.True(image.PulledByStudio);
        Assert.Equal(("service", _stage.Service), (Assert.Single(image.UsedBy).Kind, image.UsedBy[0].Name));
        var refused = await Assert.ThrowsAsync<StudioException>(() =>
            _studio.Images.DeleteAsync(service, force: true, Stop)
        );
        Assert.Equal(("in-use", 409), (refused.Code, refused.Status));
        await _engine.Client.Images.InspectAsync(image.Id, Stop);
    }

    [Fact]
    public async Task A_container_of_somebody_keeps_an_image()
    {
        var image = await _engine.Images.IdleAsync(EngineFixture.NewName("theirs"), Stop);
        var container = (await _engine.Client.Containers.CreateAsync(new(image), stop: Stop)).Id;

        var refused = await Assert.ThrowsAsync<StudioException>(() => _studio.Images.DeleteAsync(image, stop: Stop));

        Assert.Equal("in-use", refused.Code);
        Assert.Equal(container, Assert.Single((await FindAsync(image)).UsedBy).Id);
        await _engine.Client.Containers.RemoveAsync(container, stop: Stop);
        await _studio.Images.DeleteAsync(image, stop: Stop);
        await AssertGoneAsync(image);
    }

    [Fact]
    public async Task An_unused_image_goes_with_names_of_several_repositories()
    {
        var first = await _engine.Images.MakeAsync(EngineFixture.NewName("image"), [], stop: Stop);
        await _engine.Images.PushAsync(first, Stop);
        var second = first.Replace("/team/", "/other/", StringComparison.Ordinal);
        await _engine.Client.Images.TagAsync(first, second, Stop);
        await _engine.Client.Images.TagAsync(first, $"{second}-more", Stop);

        await _studio.Images.DeleteAsync((await FindAsync(second)).Id, stop: Stop);

        await AssertGoneAsync(first);
        await AssertGoneAsync(second);
    }

    [Fact]
    public async Task A_prune_takes_what_its_preview_says_and_nothing_of_other_people()
    {
        var theirs = await _engine.Images.MakeAsync(EngineFixture.NewName("theirs"), [], stop: Stop);
        var pulledByHand = await _engine.Images.PublishAsync(EngineFixture.NewName("by-hand"), [], stop: Stop);
        await foreach (var _ in _engine.Client.Images.PullAsync(pulledByHand, _engine.Auth, Stop)) { }
        var images = new[]
        {
            await PublishAndLaunchAsync(),
            await _stage.PublishSiteAsync("two"),
            await _stage.PublishSiteAsync("three"),
        };
        foreach (var image in images[1..])
        {
            await _stage.ChangeImageAsync(image);
            await _stage.BringToLifeAsync();
        }

        var oldest = await FindAsync(images[0]);
        var before = await FindAsync(images[1]);

        var preview = await _studio.Images.PruneAsync(new(DryRun: true), Stop);
        Assert.Contains(oldest.Id, preview.Images.Select(image => image.Id));
        Assert.Equal(("rollback", false), (Assert.Single(before.UsedBy).Kind, before.InUse));
        await _engine.Client.Images.InspectAsync(images[0], Stop);
        var pruned = await _studio.Images.PruneAsync(new(DryRun: false), Stop);

        Assert.Equal(preview.Images.Select(image => image.Id), pruned.Images.Select(image => image.Id));
        Assert.Equal(preview.Bytes, pruned.Bytes);
        Assert.Empty(pruned.Kept);
        await AssertGoneAsync(images[0]);
        foreach (var left in (string[])[images[1], images[2], theirs, pulledByHand])
            await _engine.Client.Images.InspectAsync(left, Stop);
    }

    [Fact]
    public async Task An_image_is_pulled_now_and_its_tag_names_what_the_registry_has()
    {
        var name = EngineFixture.NewName("moves");
        var image = await _engine.Images.PublishAsync(name, ["""CMD ["true"]""", "LABEL version=1"], stop: Stop);
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync(image, site => site with { Pull = "missing" });
        var first = await _studio.Images.PullAsync(StudioServer.Project, _stage.Service, Stop);
        var old = (await FindAsync(image)).Id;
        await _engine.Client.Images.TagAsync(old, $"{image}-kept", Stop);
        await _engine.Images.PublishAsync(name, ["""CMD ["true"]""", "LABEL version=2"], stop: Stop);
        await _engine.Client.Images.TagAsync(old, image, Stop);

        var second = await _studio.Images.PullAsync(StudioServer.Project, _stage.Service, Stop);

        Assert.NotEqual(first.ImageDigest, second.ImageDigest);
        var now = await FindAsync(image);
        Assert.Equal("2", now.Labels["version"]);
        Assert.Contains(now.Digests, digest => digest.EndsWith(second.ImageDigest, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pull_with_a_wrong_password_is_refused_although_the_image_is_here()
    {
        var image = await _stage.PublishSiteAsync();
        await foreach (var _ in _engine.Client.Images.PullAsync(image, _engine.Auth, Stop)) { }
        await _stage.CreatePullSecretAsync(password: "not-the-password");
        await _stage.CreateServiceAsync(image);

        var refused = await Assert.ThrowsAsync<StudioException>(() =>
            _studio.Images.PullAsync(StudioServer.Project, _stage.Service, Stop)
        );

        Assert.Equal("pull-denied", refused.Code);
        Assert.DoesNotContain("not-the-password", refused.ToString(), StringComparison.Ordinal);
    }

    async Task<string> PublishAndLaunchAsync()
    {
        var image = await _stage.PublishSiteAsync();
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync(image);
        await _stage.BringToLifeAsync();
        return image;
    }

    async Task<ImageResponse> FindAsync(string tag)
    {
        var found = await _studio.Images.ListAsync(new ListQuery { Search = tag, PageSize = 200 }, Stop);
        return found.Items.Single(image => image.Tags.Contains(tag));
    }

    async Task AssertGoneAsync(string image) =>
        Assert.True(
            (
                await Assert.ThrowsAsync<DockerException>(() => _engine.Client.Images.InspectAsync(image, Stop))
            ).IsNotFound
        );
}
