using System.Net;
using Microsoft.AspNetCore.Http;

namespace Studio.Tests.Hosting;

public sealed class ProxyTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("10.1.2.3", true)]
    [InlineData("10.2.0.1", false)]
    public async Task A_form_behind_a_tls_proxy_comes_from_us_when_the_proxy_is_trusted(string proxy, bool trusted)
    {
        await using var studio = new StudioApp
        {
            Settings = { ["Studio:TrustedProxies"] = "10.1.0.0/16, 192.168.7.7" },
        };
        await studio.StartAsync();

        var answer = await studio.Server.SendAsync(
            context =>
            {
                context.Connection.RemoteIpAddress = IPAddress.Parse(proxy);
                var request = context.Request;
                (request.Method, request.Path, request.Host) = (
                    HttpMethods.Post,
                    "/account/login",
                    new("127.0.0.1:5080")
                );
                request.Headers.Origin = "https://studio.example";
                request.Headers["X-Forwarded-Proto"] = "https";
                request.Headers["X-Forwarded-Host"] = "studio.example";
                request.Headers["X-Forwarded-For"] = "203.0.113.9";
            },
            TestContext.Current.CancellationToken
        );

        // Then it fails for the form's own token only, which this test has none of: back to the page.
        Assert.Equal(trusted ? StatusCodes.Status302Found : StatusCodes.Status403Forbidden, answer.Response.StatusCode);
    }
}
