using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

/// <summary>What fills the disk, seen and tidied up.</summary>
public sealed class ImagesTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Images_are_seen_with_what_uses_them_and_what_nothing_uses_is_pruned_after_a_look()
    {
        string[] images =
        [
            await _stage.PublishSiteAsync("one"),
            await _stage.PublishSiteAsync("two"),
            await _stage.PublishSiteAsync("three"),
        ];
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync(images[0]);
        await _stage.BringToLifeAsync();
        foreach (var image in images[1..])
        {
            await _stage.ChangeImageAsync(image);
            await _stage.BringToLifeAsync();
        }

        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var page = new ImagesPage(visitor.Page);
        await new Frame(visitor.Page).GoToAsync("Images");
        await page.SearchAsync(_stage.Service);
        await Expect(page.Row(Short(images[2]))).ToContainTextAsync(_stage.Service);
        await Expect(page.Row(Short(images[1]))).ToContainTextAsync("kept for rollback");
        await Expect(page.DeleteButton(Short(images[2]))).ToBeDisabledAsync();
        await page.PullForAsync(_stage.Service);
        await Expect(page.Dialog).ToContainTextAsync("is here");
        await page.Dialog.Button("Close").First.ClickAsync();

        await page.OpenPruneAsync();
        await Expect(page.ToPrune.Filter(new() { HasText = Short(images[0]) })).ToHaveCountAsync(1);
        await Expect(page.ToPrune.Filter(new() { HasText = Short(images[1]) })).ToHaveCountAsync(0);
        await page.PruneAsync();

        await Expect(page.Done.Filter(new() { HasText = "Pruned" })).ToBeVisibleAsync();
        await page.SearchAsync("site-");
        await Expect(page.Row(Short(images[2]))).ToBeVisibleAsync();
        await Expect(page.Row(Short(images[0]))).ToHaveCountAsync(0);
        await visitor.AssertNoBarriersAsync();
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task An_image_that_somebody_began_to_use_in_the_meantime_is_not_deleted()
    {
        var name = EngineFixture.NewName("theirs");
        var image = await fixture.Engine.Images.IdleAsync(name, Stop);
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var page = new ImagesPage(visitor.Page);
        await visitor.GoAsync($"/images?search={name}");
        await page.DeleteButton(Short(image)).ClickAsync();
        var container = await fixture.Engine.RunAsync(new(image), Stop);

        await page.ConfirmDeletionAsync();

        await Expect(visitor.Page.Alert()).ToContainTextAsync("It is in use: container");
        await fixture.Engine.Client.Containers.RemoveAsync(container, force: true, stop: Stop);
        await visitor.GoAsync($"/images?search={name}");
        await page.DeleteButton(Short(image)).ClickAsync();
        await page.ConfirmDeletionAsync();
        await Expect(visitor.Page.Content()).ToContainTextAsync($"Deleted {Short(image)}");
        await Expect(page.Row(Short(image))).ToHaveCountAsync(0);
    }

    static string Short(string image) => image[(image.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
