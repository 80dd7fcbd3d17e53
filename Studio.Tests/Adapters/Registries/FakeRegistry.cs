using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Studio.Tests.Adapters.Registries;

/// <summary>A small registry on loopback that remembers every request it was sent.</summary>
sealed class FakeRegistry : IAsyncDisposable
{
    public const string Username = "deploy";
    public const string Password = "right-password";
    public const string Digest = "sha256:3e1f2a4b5c6d7e8f901234567890abcdef1234567890abcdef1234567890abcd";

    readonly WebApplication _app;
    readonly ConcurrentQueue<SeenRequest> _requests = new();

    FakeRegistry(WebApplication app) => _app = app;

    /// <summary>How the registry answers <c>/v2/</c> without the right password.</summary>
    public Func<HttpContext, IResult> Challenge { get; set; } =
        context => Unauthorized(context, "Basic realm=\"registry\"");

    public IReadOnlyCollection<SeenRequest> Requests => _requests;

    public Uri Address { get; private set; } = null!;

    /// <summary>Host and port.</summary>
    public string Server => Address.Authority;

    /// <param name="address">An address of loopback.</param>
    public static async Task<FakeRegistry> StartAsync(string address = "127.0.0.1", bool tls = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(
                System.Net.IPAddress.Parse(address),
                0,
                listen =>
                {
                    if (tls)
                        listen.UseHttps(SelfSigned());
                }
            )
        );
        var registry = new FakeRegistry(builder.Build());
        registry._app.Use(registry.RememberAsync);
        registry._app.MapGet("/v2/", registry.Greet);
        registry._app.MapGet("/token", Token);
        registry._app.MapMethods("/v2/team/app/manifests/{tag}", ["HEAD"], registry.Manifest);
        await registry._app.StartAsync();
        var addresses = registry
            ._app.Services.GetRequiredService<IServer>()
            .Features.Get<IServerAddressesFeature>()!
            .Addresses;
        registry.Address = new Uri(addresses.Single());
        return registry;
    }

    public static IResult Unauthorized(HttpContext context, string challenge)
    {
        context.Response.Headers.WWWAuthenticate = challenge;
        return Results.StatusCode(StatusCodes.Status401Unauthorized);
    }

    /// <summary>Tokens come from this address.</summary>
    public void AskForTokens(string realm) =>
        Challenge = context => Unauthorized(context, $"Bearer realm=\"{realm}\",service=\"fake\"");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    Task RememberAsync(HttpContext context, RequestDelegate next)
    {
        _requests.Enqueue(
            new(
                context.Request.Method,
                $"{context.Request.Path}{context.Request.QueryString}",
                $"{context.Request.Headers.Authorization}"
            )
        );
        return next(context);
    }

    IResult Greet(HttpContext context) => IsSignedIn(context) ? Results.Ok() : Challenge(context);

    static IResult Token(HttpContext context) =>
        IsSignedIn(context)
            ? Results.Json(
                new { token = $"token.{context.Request.Query["scope"]}".Replace(':', '-').Replace('/', '_') }
            )
            : Results.StatusCode(StatusCodes.Status401Unauthorized);

    IResult Manifest(HttpContext context, string tag)
    {
        if (!IsSignedIn(context) && context.Request.Headers.Authorization != "Bearer token.repository-team_app-pull")
            return Challenge(context);
        if (tag != "1")
            return Results.NotFound();
        context.Response.Headers["Docker-Content-Digest"] = Digest;
        return Results.Ok();
    }

    static bool IsSignedIn(HttpContext context) =>
        context.Request.Headers.Authorization == $"Basic {Convert.ToBase64String("deploy:right-password"u8)}";

    static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fake", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddMinutes(-5), now.AddHours(1));
    }
}

sealed record SeenRequest(string Method, string Path, string Authorization);
