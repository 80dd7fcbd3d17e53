using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Identity;

/// <summary>
/// What the static pages for setup and sign-in post to: only an answer to a form can set a cookie. Where it fails, the browser goes
/// back to the page with <c>?error=</c> and the problem's code.
/// </summary>
static class AccountForms
{
    public const string Path = "/account";

    public static void MapAccountForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes
            .MapGroup(Path)
            .AllowAnonymous()
            .WithSmallBody()
            .WithMetadata(new RequireAntiforgeryTokenAttribute())
            .ExcludeFromDescription();
        forms.MapPost("/setup", SetUpAsync);
        forms.MapPost("/login", LogInAsync);
        forms.MapPost("/logout", LogOutAsync);
    }

    static async Task<IResult> SetUpAsync(HttpContext context, Actor actor, SetUpStudio setUp, CancellationToken stop)
    {
        if (!IsGenuine(context))
            return Back("/setup", "expired", null);
        var form = await context.Request.ReadFormAsync(stop);
        var (email, password) = ($"{form["email"]}", new SecretText($"{form["password"]}"));
        var code = new SecretText($"{form["code"]}");
        var result = await setUp.RunAsync(actor, code, email, password, context.ClientAddress(), stop);
        return await EnterAsync(context, result, "/setup", null);
    }

    static async Task<IResult> LogInAsync(HttpContext context, Actor actor, LogIn logIn, CancellationToken stop)
    {
        if (!IsGenuine(context))
            return Back("/login", "expired", null);
        var form = await context.Request.ReadFormAsync(stop);
        var (email, password) = ($"{form["email"]}", new SecretText($"{form["password"]}"));
        var result = await logIn.RunAsync(actor, email, password, context.ClientAddress(), withToken: false, stop);
        return await EnterAsync(context, result, "/login", form["returnUrl"]);
    }

    static async Task<IResult> LogOutAsync(HttpContext context, Actor actor, LogOut logOut, CancellationToken stop)
    {
        if (!IsGenuine(context))
            return Back("/", "expired", null);
        await logOut.RunAsync(actor, stop);
        await context.SignOutAsync(Session.Scheme);
        return TypedResults.LocalRedirect("/login");
    }

    static async Task<IResult> EnterAsync(HttpContext context, Result<SignIn> result, string page, string? returnUrl)
    {
        if (!result.TryGet(out var signIn, out var problem))
            return Back(page, problem.Code, returnUrl);
        await context.SignInAsync(Session.Scheme, Session.Begin(signIn));
        return TypedResults.LocalRedirect(IsOurs(returnUrl) ? returnUrl! : "/");
    }

    static RedirectHttpResult Back(string page, string error, string? returnUrl) =>
        TypedResults.LocalRedirect(
            $"{page}{QueryString.Create("error", error)}"
                + (IsOurs(returnUrl) ? $"&returnUrl={Uri.EscapeDataString(returnUrl!)}" : "")
        );

    static bool IsOurs(string? url) => RedirectHttpResult.IsLocalUrl(url) && !url.StartsWith('~');

    static bool IsGenuine(HttpContext context) =>
        context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: true };
}
