using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Studio.Client;

namespace Studio.Tests.Client;

/// <summary>A server on a free loopback port that answers as it is told, and remembers what it was asked.</summary>
internal sealed class FakeStudio : IAsyncDisposable
{
    private readonly WebApplication _app;

    private FakeStudio(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.Single());

    /// <summary>Method, path and query, in the order of arrival.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public ConcurrentQueue<IHeaderDictionary> Headers { get; } = [];

    public static async Task<FakeStudio> StartAsync(Action<WebApplication> routes)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.ConfigureHttpJsonOptions(options => StudioJson.Configure(options.SerializerOptions));
        var app = builder.Build();
        var studio = new FakeStudio(app);
        app.Use(
            (context, next) =>
            {
                var request = context.Request;
                studio.Requests.Enqueue($"{request.Method} {request.Path}{request.QueryString}");
                studio.Headers.Enqueue(new HeaderDictionary(request.Headers.ToDictionary()));
                return next(context);
            }
        );
        routes(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return studio;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    public static IResult Problem(int status, string code, string detail, object? errors = null) =>
        Results.Json(
            new
            {
                type = $"urn:studio:problem:{code}",
                title = "No.",
                status,
                detail,
                errors,
            },
            contentType: "application/problem+json",
            statusCode: status
        );
}
