using Studio.EndToEnd.Hosting;

namespace Studio.EndToEnd.Browser;

public sealed class CircuitTests(BrowserFixture browser, StudioFixture fixture) : IClassFixture<StudioFixture>
{
    [Fact]
    public async Task A_page_whose_circuit_does_not_come_is_loaded_again()
    {
        await using var visitor = await Visitor.SignInAsync(browser, fixture.Server);
        var refused = 0;
        await visitor.Page.RouteAsync(
            "**/_blazor/negotiate*",
            route => Interlocked.Increment(ref refused) == 1 ? route.AbortAsync() : route.ContinueAsync()
        );

        await visitor.GoAsync("/services");

        Assert.Equal(2, refused);
    }
}
