using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Testing.Handlers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

/// <summary>Does with forms and cookies what a browser does.</summary>
sealed class Browser
{
    readonly StudioApp _studio;
    readonly CookieContainerHandler _cookies = new();

    public Browser(StudioApp studio)
    {
        _studio = studio;
        Client = studio.CreateDefaultClient(_cookies);
        Origin = Client.BaseAddress!.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Keeps cookies.</summary>
    public HttpClient Client { get; }

    /// <summary>Studio's own.</summary>
    public string Origin { get; }

    public string? SessionCookie => _cookies.Container.GetCookies(Client.BaseAddress!)["studio"]?.Value;

    public Task<HttpResponseMessage> SignInAsync(string email, string? returnUrl = null) =>
        PostFormAsync(
            "/account/login",
            new()
            {
                ["email"] = email,
                ["password"] = StudioApp.Password,
                ["returnUrl"] = returnUrl ?? "",
            },
            Origin
        );

    /// <summary>Posts a form as one of Studio's own pages would have rendered it.</summary>
    public Task<HttpResponseMessage> PostFormAsync(
        string path,
        Dictionary<string, string> fields,
        string? origin,
        string? signedInAs = null
    )
    {
        using var scope = _studio.Services.CreateScope();
        var user = signedInAs is null ? new ClaimsIdentity() : new ClaimsIdentity([new("sub", signedInAs)], "session");
        var context = new DefaultHttpContext
        {
            RequestServices = scope.ServiceProvider,
            User = new ClaimsPrincipal(user),
        };
        var tokens = scope.ServiceProvider.GetRequiredService<IAntiforgery>().GetTokens(context);
        var options = scope.ServiceProvider.GetRequiredService<IOptions<AntiforgeryOptions>>().Value;
        _cookies.Container.Add(Client.BaseAddress!, new Cookie(options.Cookie.Name!, tokens.CookieToken));
        fields[tokens.FormFieldName] = tokens.RequestToken!;
        return SendAsync(HttpMethod.Post, path, origin, new FormUrlEncodedContent(fields));
    }

    public Task<HttpResponseMessage> SendAsync(
        HttpMethod method,
        string path,
        string? origin,
        HttpContent? content = null
    )
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (origin is not null)
            request.Headers.Add("Origin", origin);
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpResponseMessage> OpenPageAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
