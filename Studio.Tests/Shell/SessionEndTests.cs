using Bunit;
using Studio.Shell;
using Studio.Tests.Hosting;

namespace Studio.Tests.Shell;

/// <summary>A page that is open when its session ends.</summary>
public sealed class SessionEndTests : PageTest
{
    [Theory]
    [InlineData("/")]
    [InlineData("/secrets")]
    [InlineData("/secrets/keys/new")]
    [InlineData("/secrets/pull")]
    [InlineData("/services")]
    [InlineData("/services/new")]
    [InlineData("/audit")]
    [InlineData("/settings")]
    public void It_shows_nothing_any_more_and_leads_to_the_sign_in(string address)
    {
        Navigation.NavigateTo(address);
        var routes = Render<Routes>();
        Assert.NotEqual("Not allowed", routes.Find("h1").TextContent);

        SignedIn.SetNotAuthorized();

        routes.WaitForAssertion(() => Assert.Equal("Not allowed", routes.Find("h1").TextContent));
        Assert.EndsWith($"/login?returnUrl={Uri.EscapeDataString(address)}", Navigation.Uri, StringComparison.Ordinal);
    }
}
