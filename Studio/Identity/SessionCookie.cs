using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Hosting;

namespace Studio.Identity;

/// <summary>The browser's cookie, checked against the database at every request.</summary>
sealed class SessionCookie(IdentifyActor identify) : CookieAuthenticationEvents
{
    static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    public static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "studio";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = true;
        options.LoginPath = "/login";
        options.EventsType = typeof(SessionCookie);
    }

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var http = context.HttpContext;
        if (await identify.FindActorAsync(context.Principal!, http.RequestAborted) is { } actor)
        {
            http.Features.Set(actor);
            return;
        }

        context.RejectPrincipal();
        await http.SignOutAsync(Session.Scheme);
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (!context.Request.IsForPage())
            return TokenAuthentication.WriteUnauthenticatedAsync(context.HttpContext);
        context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context) =>
        ProblemHandler.WriteAsync(
            context.HttpContext,
            ProblemResults.Details(new Denied("You do not have the permission to do this. Ask an administrator."))
        );
}
