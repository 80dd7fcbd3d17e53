using Studio.Domain.Identity;

namespace Studio.Identity;

/// <summary>Leads browsers to the setup page until there is an administrator, and away from it afterwards.</summary>
static class SetupRedirect
{
    const string SetupPage = "/setup";

    static readonly string[] NotPages = ["/api", "/healthz", "/readyz", "/metrics", "/openapi", AccountForms.Path];

    public static void UseSetupRedirect(this WebApplication app)
    {
        var setupCode = app.Services.GetRequiredService<SetupCode>();
        app.Use(
            (context, next) =>
            {
                var isSetup = context.Request.Path.StartsWithSegments(SetupPage);
                if (!context.Request.IsForPage() || isSetup == setupCode.IsNeeded)
                    return next(context);
                context.Response.Redirect(setupCode.IsNeeded ? SetupPage : "/");
                return Task.CompletedTask;
            }
        );
    }

    /// <summary>Whether somebody looks at a page, rather than a program or a page's script asking for something.</summary>
    public static bool IsForPage(this HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.GetTypedHeaders().Accept.Any(type => type.MatchesMediaType("text/html") && !type.MatchesAllTypes)
        && !NotPages.Any(path => request.Path.StartsWithSegments(path));
}
