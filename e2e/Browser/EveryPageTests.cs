using Microsoft.Playwright;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Browser;

/// <summary>What holds for every page, in both themes.</summary>
public sealed class EveryPageTests(StudioFixture fixture, BrowserFixture browser) : IClassFixture<StudioFixture>
{
    /// <summary>Addresses that a signed-in person can open. A new page is added here.</summary>
    static readonly string[] Pages = ["/secrets", "/secrets/pull", "/services", "/no-such-page"];

    public static TheoryData<ColorScheme> Themes => [ColorScheme.Light, ColorScheme.Dark];

    [Theory]
    [MemberData(nameof(Themes))]
    public async Task Nobody_is_kept_out_of_a_page_and_nothing_is_asked_of_another_host(ColorScheme theme)
    {
        var stage = new Stage(fixture.Engine, fixture.Server.Admin);
        await stage.CreateKeysAsync(("API_KEY", "0123456789abcdef"));
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync($"{fixture.Engine.Registry}/team/any:1");
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server, theme);

        List<string> barriers = [];
        foreach (var page in Pages)
        {
            await visitor.GoAsync(page);
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
}
