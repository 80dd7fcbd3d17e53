using Microsoft.Playwright;
using Studio.EndToEnd.Folders;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

public sealed class StorageTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 60_000 };

    [Fact]
    public async Task A_service_gets_storage_in_the_form_and_has_it_when_it_runs()
    {
        var script = new Script(fixture.Engine, fixture.Server);
        await script.StoreAsync("cat /etc/app.conf; echo written > /data/file && ls -A /data /cache");
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var (form, launch) = (new ServiceForm(visitor.Page), new LaunchPage(visitor.Page));
        await visitor.GoAsync($"/services/{script.Service}/edit");

        await form.AddFolderAsync("/data", "../out");
        await form.AddEmptyFolderAsync("/cache");
        await form.AddFileAsync("/etc/app.conf", "colour = blue\n");
        await form.SaveAsync();
        await Expect(form.Storage).ToContainTextAsync("Use a plain path");
        await visitor.AssertNoBarriersAsync();
        await form.Storage.Textbox("Subpath").FillAsync("uploads");
        await form.SaveAndLaunchAsync();

        await Expect(launch.State).ToContainTextAsync("live", Patiently);
        await launch.GoToServiceAsync();
        var definition = visitor.Page.Region("Definition");
        await Expect(definition).ToContainTextAsync("/data project storage, uploads");
        await Expect(definition).ToContainTextAsync("/cache empty at each start");
        await Expect(definition).ToContainTextAsync("/etc/app.conf file, 14 bytes, read-only");
        var container = (await script.Stage.GetAsync()).State.ContainerId!;
        Assert.Equal("colour = blue\n/cache:\n\n/data:\nfile\n", await script.OutputAsync(container));
        Assert.Empty(visitor.Errors);
    }
}
