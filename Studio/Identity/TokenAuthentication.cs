using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Studio.Common;
using Studio.Domain.Identity;
using Studio.Hosting;

namespace Studio.Identity;

/// <summary>
/// <c>Authorization: Bearer stu_…</c> (<see href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750</see>), the header form only: a
/// token in an address would end up in logs.
/// </summary>
sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    IdentifyActor identify
) : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string TokenScheme = "token";

    /// <summary>The answer to whoever has not proved who they are.</summary>
    public static Task WriteUnauthenticatedAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return ProblemHandler.WriteAsync(
            context,
            ProblemResults.Details(
                "unauthenticated",
                StatusCodes.Status401Unauthorized,
                "Unauthenticated",
                "Sign in, or send a valid token as 'Authorization: Bearer stu_…'."
            )
        );
    }

    /// <summary>The text of a request's token, or null.</summary>
    public static string? ReadToken(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
        && header.Scheme.Equals("Bearer", StringComparison.OrdinalIgnoreCase)
            ? header.Parameter
            : null;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (ReadToken(Request) is not { } text)
            return AuthenticateResult.NoResult();
        if (await identify.ByTokenAsync(text, Context.RequestAborted) is not { } actor)
            return AuthenticateResult.Fail("The token is unknown, revoked or expired.");
        Context.Features.Set(actor);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, actor.Name)], TokenScheme);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), TokenScheme));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        WriteUnauthenticatedAsync(Context);
}
