using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;
using Studio.Components;

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
        services.AddAuthorizationCore();
        services.AddCascadingAuthenticationState();
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<RelativeClock>();
        return services;
    }

    public static void MapShell(this WebApplication app)
    {
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseAntiforgery();
        app.MapStaticAssets();
        // The framework would add a frame-ancestors header of its own; SecurityHeaders sends the stricter one.
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
