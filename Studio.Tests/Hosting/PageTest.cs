using System.Security.Claims;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Domain.Storage;
using Studio.Identity;
using Studio.Projects;
using Studio.Tests.Components;
using Studio.Tests.Engine;

namespace Studio.Tests.Hosting;

/// <summary>Pages over a whole Studio, in an administrator's hands; its database and its engine can be told to fail.</summary>
public abstract class PageTest : ComponentTest, IAsyncLifetime
{
    readonly FakeEngine _engine = new();
    readonly UnsteadyDatabases _databases = new();
    AsyncServiceScope _circuit;

    private protected PageTest() =>
        Studio = new StudioApp
        {
            Settings = { ["Studio:Launch:SettleSeconds"] = "0" },
            Configure = services =>
                services
                    .AddSingleton<IContainerEngine>(_engine)
                    .AddSingleton<IDbContextFactory<StudioDbContext>>(provider =>
                    {
                        _databases.Inner = provider.GetRequiredService<StudioDatabases>();
                        return _databases;
                    }),
        };

    private protected static SqliteException Busy => new("database is locked", 5);

    private protected StudioApp Studio { get; }

    private protected FakeEngine Engine => _engine;

    /// <summary>What asking the database gives while set.</summary>
    private protected Exception? DatabaseFailure
    {
        set => _databases.Failure = value;
    }

    /// <summary>What the circuit thinks of its session.</summary>
    private protected BunitAuthorizationContext SignedIn => field ??= this.AddAuthorization();

    private protected NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync()
    {
        await Studio.InitializeAsync();
        ClaimsPrincipal session;
        await using (var database = _databases.CreateDbContext())
        {
            var user = await database.Users.SingleAsync(row => row.Email == StudioApp.AdminEmail, Stop);
            session = Session.Begin(new SignIn(user.UserId, user.Email!, user.SecurityStamp!, Token: null));
        }

        _circuit = Studio.Services.CreateAsyncScope();
        var services = _circuit.ServiceProvider;
        var authentication = services.GetRequiredService<AuthenticationStateProvider>();
        ((IHostEnvironmentAuthenticationStateProvider)authentication).SetAuthenticationState(
            Task.FromResult(new AuthenticationState(session))
        );
        ((IHostEnvironmentNavigationManager)services.GetRequiredService<NavigationManager>()).Initialize(
            "http://localhost/",
            "http://localhost/"
        );
        SignedIn.SetAuthorized(StudioApp.AdminEmail);
        Services.AddFallbackServiceProvider(services);
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        var project = await services.GetRequiredService<CurrentProject>().GetAsync(Stop);
        var actor = new Actor { Name = StudioApp.AdminEmail, Permissions = Roles.Permissions(Role.Administrator) };
        RenderTree.Add<CascadingValue<Rights>>(with => with.Add(it => it.Value, new Rights(actor, project)));
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await base.DisposeAsyncCore();
        await _circuit.DisposeAsync();
        await Studio.DisposeAsync();
    }

    sealed class UnsteadyDatabases : IDbContextFactory<StudioDbContext>
    {
        public StudioDatabases Inner { get; set; } = null!;

        public Exception? Failure { get; set; }

        public StudioDbContext CreateDbContext() => Failure is null ? Inner.CreateDbContext() : throw Failure;
    }
}
