using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Tests.Engine;

namespace Studio.Tests.Launches;

/// <summary>What a preview says of an image is what the launch will do, and nothing of what others have.</summary>
public sealed class PlannedImageTests
{
    static readonly string Digest = FakeImage.DigestOf("app 1");

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_image_that_another_project_pulled_is_not_present_for_this_one()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        studio.Engine.Has(LaunchHarness.Image, $"registry.example.com/team/app@{Digest}");
        await studio.StoreServiceAsync();

        var before = (await PlanAsync(studio)).Image;
        Assert.Equal((false, null), (before.Present, before.Digest));

        await studio.LaunchAsync("web");
        var after = (await PlanAsync(studio)).Image;
        Assert.Equal((true, Digest), (after.Present, after.Digest));
    }

    [Fact]
    public async Task A_preview_with_pull_never_promises_no_image_that_the_launch_will_refuse()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        studio.Engine.Has(LaunchHarness.Image, $"registry.example.com/team/app@{Digest}");
        await studio.StoreServiceAsync(with: web => web with { Pull = PullPolicy.Never });

        Assert.Equal("image", Assert.Single((await PlanAsync(studio)).Problems).Field);
    }

    [Fact]
    public async Task A_name_that_looks_like_an_image_id_does_not_find_the_image_of_that_id()
    {
        await using var studio = await LaunchHarness.CreateAsync();
        studio.Engine.Has("cafe0123cafe");
        await studio.StoreServiceAsync(with: web => web with { Image = "cafe0123cafe" });

        Assert.False((await PlanAsync(studio)).Image.Present);
    }

    static async Task<LaunchPlan> PlanAsync(LaunchHarness studio) =>
        (await studio.Get<PlanLaunch>().RunAsync(studio.Admin, studio.Databases.Project, "web", Stop)).Value;
}
