using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Studio.Domain.Identity;

namespace Studio.Identity;

/// <summary>Who may come in: browsers by cookie, everything else by token; nobody else, except where a route says so.</summary>
static class IdentityDoors
{
    const string CookieOrToken = "cookie-or-token";

    public static IServiceCollection AddIdentityDoors(this IServiceCollection services)
    {
        services
            .AddAuthentication(CookieOrToken)
            .AddPolicyScheme(
                CookieOrToken,
                displayName: null,
                options =>
                    options.ForwardDefaultSelector = context =>
                        context.Request.Headers.ContainsKey("Authorization")
                            ? TokenAuthentication.TokenScheme
                            : Session.Scheme
            )
            .AddCookie(Session.Scheme, SessionCookie.Configure)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.TokenScheme, null);
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddAntiforgery(options => options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddCascadingAuthenticationState();
        return services
            .AddHttpContextAccessor()
            .AddSingleton<LastingAccess>()
            .AddScoped<SessionCookie>()
            .AddScoped(provider =>
                provider.GetRequiredService<IHttpContextAccessor>().HttpContext?.Features.Get<Actor>()
                ?? Actor.Anonymous
            )
            .AddScoped<AuthenticationStateProvider, SessionRevalidation>()
            .AddScoped<CurrentActor>();
    }

    public static void UseIdentity(this WebApplication app)
    {
        app.UseSetupRedirect();
        app.UseAuthentication();
        app.UseOriginCheck();
        app.UseAuthorization();
        app.UseAntiforgery();
    }
}
