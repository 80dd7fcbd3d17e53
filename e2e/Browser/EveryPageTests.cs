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

    /// <summary>Plain HTTP, and led away from once there is an administrator; <see cref="SignInTests"/> is there.</summary>
    const string Setup = "/setup";

    const string Login = "/login";

    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    public static TheoryData<string> Routes =>
        [
            Nowhere,
            .. typeof(StudioOptions)
                .Assembly.GetTypes()
                .SelectMany(page => page.GetCustomAttributes<RouteAttribute>())
                .Select(route => route.Template)
                .Except([Setup, Login])
                .Order(),
        ];

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task Nobody_is_kept_out_of_a_page_and_nothing_is_asked_of_another_host(ColorScheme theme)
    {
        var address = await SetTheStageAsync();
        await using var visitor = await Visitor.ComeAsync(browser, fixture.Server, theme);
        await visitor.Page.GotoAsync(Login);
        List<string> barriers = [.. await visitor.BarriersAsync()];
        await new LoginPage(visitor.Page).SignInAsync(StudioServer.AdminEmail, StudioServer.Password);

        foreach (var route in Routes.Select(row => address(row.Data)))
        {
            await visitor.GoAsync(route);
            await visitor.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            barriers.AddRange(await visitor.BarriersAsync());
        }

        Assert.Empty(barriers);
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

        foreach (var route in Routes.Select(row => address(row.Data)))
        {
            await new LoginPage(visitor.Page).SignInAsync(StudioServer.AdminEmail, StudioServer.Password);
            await visitor.GoAsync(route);
            await new Frame(visitor.Page).SignOutAsync();
            await Expect(new LoginPage(visitor.Page).Heading).ToBeVisibleAsync();
        }
    }

    /// <summary>Something to see on every page; returns what makes an address of a route.</summary>
    async Task<Func<string, string>> SetTheStageAsync()
    {
        var stage = new Stage(fixture.Engine, fixture.Server.Admin);
        await stage.CreateKeysAsync(("API_KEY", "0123456789abcdef"));
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(
            await stage.PublishSiteAsync(),
            site => site with { Bindings = [new(stage.Keys)], Environment = [new("MODE", "prod")] }
        );
        var launch = await stage.BringToLifeAsync();
        return route =>
            route
                .Replace("/keys/{Name}", $"/keys/{stage.Keys}", StringComparison.Ordinal)
                .Replace("/pull/{Name}", $"/pull/{stage.PullSecret}", StringComparison.Ordinal)
                .Replace("{Service}", stage.Service, StringComparison.Ordinal)
                .Replace("{Id}", launch.Id, StringComparison.Ordinal);
    }
}
