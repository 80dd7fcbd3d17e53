using Microsoft.AspNetCore.Mvc;

namespace Studio.Identity;

/// <summary>For what anyone may send: a limit far below the server's own, so that nobody can make Studio hold much.</summary>
static class SmallBody
{
    /// <summary>In bytes. A form with an address, a password and where to go afterwards has room in a quarter of it.</summary>
    const int Limit = 16 * 1024;

    public static TBuilder WithSmallBody<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new RequestSizeLimitAttribute(Limit));
}
