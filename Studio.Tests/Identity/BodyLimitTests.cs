using System.Net;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

/// <summary>Whoever has not signed in cannot make Studio hold much. On a real server: the in-memory one has no limits.</summary>
public sealed class BodyLimitTests : IAsyncLifetime
{
    readonly StudioApp _studio = new();

    public ValueTask InitializeAsync()
    {
        _studio.UseKestrel(0);
        _studio.StartServer();
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => _studio.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/login")]
    [InlineData("/api/v1/setup")]
    public async Task A_large_body_is_refused(string path)
    {
        var body = $$"""{"email":"{{new string('a', 100_000)}}","password":"wrong","code":"wrong"}""";
        var answer = await _studio.Anonymous.PostTextAsync(path, body);
        await answer.ReadProblemAsync(HttpStatusCode.RequestEntityTooLarge, "invalid");
    }

    [Theory]
    [InlineData("/api/v1/login")]
    [InlineData("/api/v1/setup")]
    [InlineData("/account/login")]
    [InlineData("/account/setup")]
    public void Every_way_in_has_a_small_limit(string path)
    {
        var endpoint = _studio
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Single(endpoint =>
                endpoint.RoutePattern.RawText == path
                && endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("POST") == true
            );
        Assert.InRange(endpoint.Metadata.GetMetadata<IRequestSizeLimitMetadata>()?.MaxRequestBodySize ?? 0, 1, 16_384);
    }
}
