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

        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("same-origin", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
    }
}
