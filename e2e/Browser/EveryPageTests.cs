using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;
using Studio.EndToEnd.Pages;
using Studio.Hosting;
using static Microsoft.Playwright.Assertions;

namespace Studio.EndToEnd.Browser;

/// <summary>What holds for every page. A new one is among them by itself.</summary>
public sealed class EveryPageTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    const string Nowhere = "/no-such-page";
    const string Login = "/login";

    /// <summary>Leads away once there is an administrator; <see cref="SignInTests"/> is there.</summary>
    const string Setup = "/setup";

    /// <summary>Pages of plain HTTP, which never become interactive.</summary>
    static readonly string[] Plain = [Nowhere, "/not-found"];

    static IEnumerable<string> Routes =>
        typeof(StudioOptions)
            .Assembly.GetTypes()
            .SelectMany(page => page.GetCustomAttributes<RouteAttribute>())
            .Select(route => route.Template)
            .Except([Setup, Login])
            .Append(Nowhere);

    [Fact]
    public async Task Nobody_is_kept_out_of_a_page_and_nothing_is_asked_of_another_host()
    {
        var address = await SetTheStageAsync();
        await using var visitor = await Visitor.ComeAsync(browser, fixture.Server);
        await visitor.Page.GotoAsync(Login);
        await visitor.AssertNoBarriersAsync();
        await new LoginPage(visitor.Page).SignInAsync(StudioServer.AdminEmail, StudioServer.Password);

        foreach (var route in Routes)
        {
            await OpenAsync(visitor, route, address);
            await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await visitor.AssertNoBarriersAsync();
        }

        Assert.Empty(visitor.Errors);
        Assert.NotEmpty(visitor.Requests);
        Assert.All(
            visitor.Requests,
            request => Assert.Equal(fixture.Server.Address.Authority, new Uri(request).Authority)
        );
    }

    [Fact]
    public async Task One_signs_out_from_every_page()
    {
        var address = await SetTheStageAsync();
        await using var visitor = await Visitor.ComeAsync(browser, fixture.Server);

        foreach (var route in Routes)
        {
            await new LoginPage(visitor.Page).SignInAsync(StudioServer.AdminEmail, StudioServer.Password);
            await OpenAsync(visitor, route, address);
            await new Frame(visitor.Page).SignOutAsync();
            await Expect(new LoginPage(visitor.Page).Heading).ToBeVisibleAsync();
        }
    }

    [Fact]
    public async Task From_nowhere_one_finds_back()
    {
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        await visitor.Page.GotoAsync(Nowhere);

        await visitor.Page.GetByRole(AriaRole.Link, new() { Name = "Go to the overview" }).ClickAsync();

        await visitor.BecomeInteractiveAsync();
        await Expect(visitor.Page.GetByRole(AriaRole.Heading, new() { Name = "Overview" })).ToBeVisibleAsync();
    }

    static Task OpenAsync(Visitor visitor, string route, Func<string, string> address) =>
        Plain.Contains(route) ? visitor.Page.GotoAsync(route) : visitor.GoAsync(address(route));

    /// <summary>Something to see on every page; returns what makes an address of a route.</summary>
    async Task<Func<string, string>> SetTheStageAsync()
    {
        var stage = new Stage(fixture.Engine, fixture.Server.Admin);
        await stage.CreateKeysAsync(("API_KEY", "0123456789abcdef"));
        await fixture.Server.Admin.SecretKeys.CreateAsync(
            null,
            new(stage.Keys, Entries: [new("OWN_KEY", new("0123456789abcdef"))]),
            TestContext.Current.CancellationToken
        );
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(
            await stage.PublishSiteAsync(),
            site => site with { Bindings = [new(stage.Keys)], Environment = [new("MODE", "prod")] }
        );
        var launch = await stage.BringToLifeAsync();
        return route =>
            route
                .Replace("/keys/{Name}", $"/keys/{stage.Keys}", StringComparison.Ordinal)
                .Replace("/personal/{Name}", $"/personal/{stage.Keys}", StringComparison.Ordinal)
                .Replace("/pull/{Name}", $"/pull/{stage.PullSecret}", StringComparison.Ordinal)
                .Replace("{Service}", stage.Service, StringComparison.Ordinal)
                .Replace("{Id}", launch.Id, StringComparison.Ordinal);
    }
}
