using Studio.Common;
using Studio.Domain.Common;
using Studio.Hosting;

namespace Studio.Identity;

/// <summary>
/// Refuses what another site makes a browser send. Cookies ignore ports, so a page that some container publishes on this host is
/// the same site as Studio, and <c>SameSite</c> does not keep it out: whatever acts by cookie must say that it comes from us.
/// </summary>
static class OriginCheck
{
    public static void UseOriginCheck(this WebApplication app) =>
        app.Use(
            (context, next) =>
                NeedsOrigin(context) && context.Request.Headers.Origin != OwnOrigin(context.Request)
                    ? ProblemHandler.WriteAsync(
                        context,
                        ProblemResults.Details(
                            new Denied(
                                "The request does not come from Studio's own pages: its Origin is missing or another one."
                            )
                        )
                    )
                    : next(context)
        );

    static bool NeedsOrigin(HttpContext context) =>
        (context.User.IsSession() || context.Request.Path.StartsWithSegments(AccountForms.Path))
        && (
            context.WebSockets.IsWebSocketRequest
            || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
        );

    static string OwnOrigin(HttpRequest request) => $"{request.Scheme}://{request.Host}";
}
