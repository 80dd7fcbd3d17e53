using System.Net;
using System.Text;
using Studio.Tests.Hosting;

namespace Studio.Tests.Shell;

public class SecurityHeadersTests(StudioApp studio) : IClassFixture<StudioApp>
{
    [Theory]
    [InlineData("/not-found")]
    [InlineData("/favicon.svg")]
    [InlineData("/nothing-lives-here")]
    public async Task Every_answer_forbids_frames_sniffing_and_foreign_scripts(string path)
    {
        using var answer = await studio.Anonymous.GetAsync(path, TestContext.Current.CancellationToken);

        AssertProtected(answer);
    }

    [Fact]
    public async Task An_answer_that_is_made_from_an_exception_is_no_exception()
    {
        using var malformed = new StringContent("{", Encoding.UTF8, "application/json");

        using var answer = await studio.Admin.PostAsync(
            "/api/v1/tokens",
            malformed,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        AssertProtected(answer);
    }

    static void AssertProtected(HttpResponseMessage answer)
    {
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }
}
