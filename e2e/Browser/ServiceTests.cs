using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Leaks;
using Studio.EndToEnd.Pages;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

/// <summary>What Studio is for, done with mouse and keyboard.</summary>
public sealed class ServiceTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 60_000 };

    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    [Fact]
    public async Task A_private_image_with_secrets_comes_to_life_and_the_value_is_only_in_the_container()
    {
        var secret = new Canary();
        var image = await _stage.PublishSiteAsync();
        await _stage.CreateKeysAsync(("API_KEY", secret.Value));
        await _stage.CreatePullSecretAsync();
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var (form, launch) = (new ServiceForm(visitor.Page), new LaunchPage(visitor.Page));
        await visitor.GoAsync("/services/new");

        await form.DescribeAsync(_stage.Service, image, _stage.PullSecret);
        await form.BindAsync(_stage.Keys);
        await form.AddVariableAsync("MODE", "prod");
        await form.AskForHealthAsync(port: 8080);
        await Expect(form.Preview.GetByRole(AriaRole.Row).Filter(new() { HasText = "API_KEY" }))
            .ToContainTextAsync("••••••••=end");
        await Expect(form.Preview.GetByRole(AriaRole.Row).Filter(new() { HasText = "MODE" }))
            .ToContainTextAsync("prod");
        await form.SaveAndLaunchAsync();

        await Expect(launch.Heading(_stage.Service)).ToBeVisibleAsync();
        await Expect(launch.State).ToContainTextAsync("live", Patiently);
        await Expect(launch.Steps.Filter(new() { HasText = "done" })).ToHaveCountAsync(5);
        await launch.GoToServiceAsync();
        await Expect(visitor.Page.Region("Now")).ToContainTextAsync("running");
        await Expect(visitor.Page.Region("Now")).ToContainTextAsync("healthy");

        var inside = await _stage.OutputOfAsync((await _stage.GetAsync()).State.ContainerId!);
        Assert.Contains($"API_KEY={secret.Value}\n", inside, StringComparison.Ordinal);
        Assert.Contains("MODE=prod\n", inside, StringComparison.Ordinal);
        await visitor.AssertNeverShownAsync(secret);
        Assert.Empty(visitor.Errors);
    }

    [Fact]
    public async Task A_wrong_registry_password_fails_the_launch_and_leads_to_the_pull_secret()
    {
        await _stage.CreatePullSecretAsync(password: "not-the-password");
        await _stage.CreateServiceAsync(await _stage.PublishSiteAsync());
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);

        var launch = await LaunchAsync(visitor);

        await Expect(launch.State).ToContainTextAsync("failed", Patiently);
        await Expect(launch.Error).ToContainTextAsync("password is wrong");
        await Expect(launch.NextStep).ToHaveTextAsync("Check the pull secret");
        await launch.NextStep.ClickAsync();
        await Expect(visitor.Page).ToHaveURLAsync($"{fixture.Server.Address}secrets/pull/{_stage.PullSecret}");
    }

    [Fact]
    public async Task An_image_that_the_registry_does_not_have_fails_the_launch_and_leads_to_the_form()
    {
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync($"{fixture.Engine.Registry}/team/{Stage.NewName("none")}:1");
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);

        var launch = await LaunchAsync(visitor);

        await Expect(launch.State).ToContainTextAsync("failed", Patiently);
        await Expect(launch.Error).ToContainTextAsync("does not have");
        await Expect(launch.NextStep).ToHaveTextAsync("Edit the image");
        await launch.NextStep.ClickAsync();
        await Expect(visitor.Page.Textbox("Name")).ToHaveValueAsync(_stage.Service);
    }

    [Fact]
    public async Task Who_saves_a_service_after_another_tab_did_is_told_and_has_it_still_typed()
    {
        await _stage.CreatePullSecretAsync();
        await _stage.CreateServiceAsync($"{fixture.Engine.Registry}/team/any:1");
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await using var tab = await visitor.OpenTabAsync();
        var (mine, theirs) = (new ServiceForm(visitor.Page), new ServiceForm(tab.Page));
        await visitor.GoAsync($"/services/{_stage.Service}/edit");
        await tab.GoAsync($"/services/{_stage.Service}/edit");

        await mine.Description.FillAsync("As I describe it");
        await theirs.Description.FillAsync("As they describe it");
        await theirs.SaveAsync();
        await Expect(tab.Page.GetByText("As they describe it")).ToBeVisibleAsync();
        await mine.SaveAsync();

        await Expect(mine.Overtaken).ToContainTextAsync("at version 2 now");
        await Expect(mine.Description).ToHaveValueAsync("As I describe it");
        Assert.Equal("As they describe it", (await _stage.GetAsync()).Description);
        await mine.SaveOverAsync();
        await Expect(visitor.Page.GetByText("As I describe it")).ToBeVisibleAsync();
    }

    /// <summary>From the list of services, by its button.</summary>
    async Task<LaunchPage> LaunchAsync(Visitor visitor)
    {
        await visitor.GoAsync("/services");
        await visitor.Page.Button($"Launch {_stage.Service}").ClickAsync();
        var launch = new LaunchPage(visitor.Page);
        await Expect(launch.Heading(_stage.Service)).ToBeVisibleAsync();
        return launch;
    }
}
