using System.Net;
using Studio.Tests.Hosting;
using Studio.Tests.Identity;

namespace Studio.Tests.Shell;

/// <summary>What a browser gets when a page cannot even begin.</summary>
public sealed class ErrorPageTests : PageTest
{
    [Fact]
    public async Task A_browser_gets_a_page_and_a_program_a_problem()
    {
        var browser = new Browser(Studio);
        await browser.SignInAsync(StudioApp.AdminEmail);
        DatabaseFailure = Busy;

        var page = await browser.OpenPageAsync("/services");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Equal("text/html", page.Content.Headers.ContentType?.MediaType);
        var text = await page.Content.ReadAsStringAsync(Xunit.TestContext.Current.CancellationToken);
        Assert.Contains("The database is busy", text, StringComparison.Ordinal);
        Assert.Contains("<h1>Something went wrong</h1>", text, StringComparison.Ordinal);
        var answer = await browser.SendAsync(HttpMethod.Get, "/api/v1/me", origin: null);
        await answer.ReadProblemAsync(HttpStatusCode.ServiceUnavailable, "database-busy");
    }
}
