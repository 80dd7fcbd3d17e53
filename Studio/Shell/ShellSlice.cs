using Radzen;
using Studio.Common;
using Studio.Components;
using Studio.Projects;

namespace Studio.Shell;

/// <summary>The frame around every page: layouts, menu, theme, Blazor and Radzen.</summary>
public static class ShellSlice
{
    /// <summary>Larger messages end the circuit. Room for a pasted <c>.env</c> file or a 1 MiB value, little more.</summary>
    const int LargestMessage = 2 * 1024 * 1024;

    public static IServiceCollection AddShell(this IServiceCollection services)
    {
        services
            .AddRazorComponents()
            .AddInteractiveServerComponents(options =>
            {
                options.DetailedErrors = false;
                options.DisconnectedCircuitMaxRetained = 50;
            })
            .AddHubOptions(options => options.MaximumReceiveMessageSize = LargestMessage);
        services.AddRadzenComponents();
        services.AddScoped<RelativeClock>();
        services.AddScoped<CurrentProject>().AddScoped<PageDoor>();
        return services;
    }

    /// <summary>A path that does not exist shows a page that says so; the API answers for itself.</summary>
    public static void UseNotFoundPage(this WebApplication app) =>
        app.UseWhen(
            context => !context.Request.Path.StartsWithSegments("/api"),
            pages => pages.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true)
        );

    public static void MapShell(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        // The framework would add a frame-ancestors header of its own; SecurityHeaders sends the stricter one.
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
