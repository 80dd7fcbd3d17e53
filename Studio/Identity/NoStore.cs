namespace Studio.Identity;

/// <summary>For answers that hold a token: nobody on the way keeps them.</summary>
static class NoStore
{
    public static RouteHandlerBuilder WithNoStore(this RouteHandlerBuilder route) =>
        route.AddEndpointFilter(
            (context, next) =>
            {
                context.HttpContext.Response.Headers.CacheControl = "no-store";
                return next(context);
            }
        );
}
