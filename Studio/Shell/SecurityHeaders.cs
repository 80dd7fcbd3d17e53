namespace Studio.Shell;

/// <summary>
/// Headers that every answer carries. Scripts come from our own files only: no inline script, no eval. Radzen positions its
/// popups with style attributes, hence <c>style-src 'unsafe-inline'</c>.
/// See <see href="https://www.w3.org/TR/CSP3/">Content Security Policy 3</see>.
/// </summary>
public static class SecurityHeaders
{
    public const string ContentSecurityPolicy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
        + "base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) =>
        app.Use(
            (context, next) =>
            {
                // Not before: an answer that is made from an exception begins with no headers.
                context.Response.OnStarting(Set, context.Response.Headers);
                return next(context);
            }
        );

    static Task Set(object state)
    {
        var headers = (IHeaderDictionary)state;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        return Task.CompletedTask;
    }
}
