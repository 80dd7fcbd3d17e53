namespace Studio.Shell;

/// <summary>
/// The colour theme that a person chose, kept in a cookie that <c>studio.js</c> writes, so that the first paint has it.
/// Without one, the page follows the system.
/// </summary>
public static class Theme
{
    public const string Cookie = "studio-theme";

    /// <summary><c>light</c>, <c>dark</c>, or null to follow the system. Anything else in the cookie counts as null.</summary>
    public static string? Chosen(HttpContext context) =>
        context.Request.Cookies[Cookie] is "light" or "dark" ? context.Request.Cookies[Cookie] : null;
}
