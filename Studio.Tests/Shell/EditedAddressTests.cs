using System.Net;
using AngleSharp.Html.Parser;
using Studio.Tests.Hosting;
using Studio.Tests.Identity;

namespace Studio.Tests.Shell;

/// <summary>Whatever somebody typed in the address bar.</summary>
public sealed class EditedAddressTests(StudioApp studio) : IClassFixture<StudioApp>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/secrets?page=abc")]
    [InlineData("/secrets?page=-1")]
    [InlineData("/secrets?page=99999999999")]
    [InlineData("/secrets?unused=maybe")]
    [InlineData("/secrets/pull?page=abc")]
    [InlineData("/secrets/personal?page=abc")]
    [InlineData("/secrets/presets?search=%00")]
    [InlineData("/secrets/keys/new?preset=nothing")]
    [InlineData("/secrets/personal/new?preset=nothing")]
    [InlineData("/services?page=abc")]
    [InlineData("/audit?page=abc")]
    [InlineData("/audit?from=xyz")]
    [InlineData("/audit?from=0001-01-01")]
    [InlineData("/audit?to=9999-12-31")]
    public async Task A_part_that_cannot_be_read_counts_as_none(string address)
    {
        var browser = new Browser(studio);
        await browser.SignInAsync(StudioApp.AdminEmail);

        var answer = await browser.OpenPageAsync(address);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync(Stop));
        Assert.NotEqual("Something went wrong", page.QuerySelector("h1")?.TextContent);
    }

    [Fact]
    public async Task A_description_of_the_api_is_a_page_that_one_signs_in_for()
    {
        var answer = await new Browser(studio).OpenPageAsync("/swagger/index.html");

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Contains("/login?ReturnUrl=%2Fswagger", $"{answer.Headers.Location}", StringComparison.Ordinal);
    }
}
