using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace Studio.Shell;

/// <summary>The frame of every page behind the login: top bar, menu, main content.</summary>
public sealed partial class MainLayout
{
    /// <summary>Name of the section in the top bar that shows whether the engine answers.</summary>
    public const string EngineHealthSlot = "engine-health";

    /// <summary>Name of the section in the top bar that shows launches under way.</summary>
    public const string RunningLaunchesSlot = "running-launches";

    static readonly Place[] _places =
    [
        new("Overview", "/", "space_dashboard", NavLinkMatch.All),
        new("Secrets", "/secrets", "key"),
        new("Services", "/services", "deployed_code"),
        new("Audit", "/audit", "receipt_long"),
        new("Settings", "/settings", "tune"),
    ];

    ErrorBoundary? _boundary;

    // Leaving a broken page must not carry its error to the next one.
    protected override void OnParametersSet() => Recover();

    void Recover() => _boundary?.Recover();

    sealed record Place(string Name, string Path, string Icon, NavLinkMatch Match = NavLinkMatch.Prefix);
}
