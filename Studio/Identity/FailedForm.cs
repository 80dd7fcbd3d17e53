using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Studio.Components;
using Studio.Domain.Common;

namespace Studio.Identity;

/// <summary>
/// What goes back to an account's page when its form failed: what is wrong, and the address that need not be typed again. It goes in
/// a cookie that only Studio can read, once: an address would stay in histories and logs. Never a password or a code.
/// </summary>
/// <param name="Errors">By the names of inputs; without one, what is about none of them.</param>
sealed record FailedForm(string Email, IReadOnlyList<FieldError> Errors)
{
    const string CookieName = "studio-form";

    /// <summary>What is longer is no address, and no browser would keep the cookie.</summary>
    const int LongestEmail = 320;

    static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(1);

    public static FailedForm Of(string email, Problem problem) =>
        new(
            email.Length <= LongestEmail ? email : "",
            problem switch
            {
                Invalid invalid => invalid.Errors,
                Denied => [new("code", problem.Message)],
                _ => [new("", problem.Message)],
            }
        );

    /// <summary>For the next look at the page.</summary>
    public void Keep(HttpContext context, string page)
    {
        var text = Protector(context).Protect(JsonSerializer.Serialize(this), Lifetime);
        context.Response.Cookies.Append(CookieName, text, Options(context, page, Lifetime));
    }

    /// <summary>What was kept for this page; null: nothing, or it is too old.</summary>
    public static FailedForm? Take(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { } text)
            return null;
        context.Response.Cookies.Delete(CookieName, Options(context, context.Request.Path, null));
        try
        {
            return JsonSerializer.Deserialize<FailedForm>(Protector(context).Unprotect(text));
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Too old, or not ours: an empty form is as good.
            return null;
        }
    }

    public FormErrors ToErrors(params IEnumerable<string> fields) => FormErrors.Of(new Invalid([.. Errors]), fields);

    static CookieOptions Options(HttpContext context, string page, TimeSpan? lifetime) =>
        new()
        {
            Path = page,
            HttpOnly = true,
            Secure = context.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            MaxAge = lifetime,
        };

    static ITimeLimitedDataProtector Protector(HttpContext context) =>
        context
            .RequestServices.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector(nameof(FailedForm))
            .ToTimeLimitedDataProtector();
}
