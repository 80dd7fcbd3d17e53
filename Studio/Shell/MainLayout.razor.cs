using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;

namespace Studio.Shell;

/// <summary>The frame of every page behind the login: top bar, menu, main content.</summary>
public sealed partial class MainLayout(PageDoor door)
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
        new("Images", "/images", "layers"),
        new("Audit", "/audit", "receipt_long", Needs: Permission.ReadAudit),
        new("Settings", "/settings", "tune"),
    ];

    ErrorBoundary? _barBoundary;
    ErrorBoundary? _boundary;
    Rights? _rights;

    // Leaving a broken page must not carry its error to the next one.
    protected override void OnParametersSet() => Recover();

    /// <summary>At each navigation.</summary>
    protected override async Task OnParametersSetAsync()
    {
        var asked = await door.RunAsync(
            (actor, project) => Task.FromResult<Result<Rights>>(new Rights(actor, project))
        );
        if (asked.TryGet(out var rights, out _))
            _rights = rights;
    }

    void Recover()
    {
        _barBoundary?.Recover();
        _boundary?.Recover();
    }

    sealed record Place(
        string Name,
        string Path,
        string Icon,
        NavLinkMatch Match = NavLinkMatch.Prefix,
        Permission Needs = Permission.View
    );
}
