using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Radzen.Blazor;
using Studio.Common;
using Studio.Domain.Audit;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Domain.Storage;
using Studio.Identity;
using Studio.Projects;
using Studio.Tests.Components;
using Studio.Tests.Storage;

namespace Studio.Tests.Identity;

/// <summary>The panel over its real use cases: a token's text is seen once and never again.</summary>
public sealed class TokensPanelTests : ComponentTest
{
    static CancellationToken Stop => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_token_is_shown_until_it_is_put_away_and_the_list_never_has_it()
    {
        await using var databases = await SignInAsync();
        var panel = Render<TokensPanel>();

        var text = Create(panel, "ci");
        Assert.StartsWith("stu_", text, StringComparison.Ordinal);
        Assert.Equal("ci", panel.Find("tbody td").TextContent);
        Assert.DoesNotContain(text, panel.Find("table").OuterHtml, StringComparison.Ordinal);
        Press(panel, "Done");

        Assert.DoesNotContain(text, panel.Markup, StringComparison.Ordinal);
        Assert.Equal("ci", panel.Find("tbody td").TextContent);
    }

    [Fact]
    public async Task Another_visit_does_not_show_it()
    {
        await using var databases = await SignInAsync();
        var text = Create(Render<TokensPanel>(), "ci");

        var again = Render<TokensPanel>();

        Assert.Equal("ci", again.Find("tbody td").TextContent);
        Assert.DoesNotContain(text, again.Markup, StringComparison.Ordinal);
        Assert.Empty(again.FindAll("pre"));
    }

    [Fact]
    public async Task Making_the_next_one_puts_the_last_one_away()
    {
        await using var databases = await SignInAsync();
        var panel = Render<TokensPanel>();
        var first = Create(panel, "first");

        Press(panel, "New token");

        Assert.DoesNotContain(first, panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_revoked_while_it_is_shown_is_gone_at_once()
    {
        await using var databases = await SignInAsync();
        var dialog = Render<RadzenDialog>();
        var panel = Render<TokensPanel>();
        var text = Create(panel, "leaked");

        panel.Find("[aria-label='Revoke leaked']").Click();
        dialog.WaitForElement("form").Submit();

        panel.WaitForAssertion(() => Assert.Contains("You have no tokens.", panel.Markup, StringComparison.Ordinal));
        Assert.DoesNotContain(text, panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_is_offered_the_scopes_of_a_viewer()
    {
        await using var databases = await SignInAsync(Role.Viewer);
        var panel = Render<TokensPanel>();

        Press(panel, "New token");

        Assert.Equal(
            ["view", "manage-tokens", "use-personal-secrets"],
            panel.FindAll(".scopes label").Select(label => label.TextContent)
        );
    }

    static string Create(IRenderedComponent<TokensPanel> panel, string name)
    {
        Press(panel, "New token");
        panel.Find("form input").Change(name);
        panel.Find("form").Submit();
        return panel.WaitForElement("pre").TextContent;
    }

    static void Press(IRenderedComponent<TokensPanel> panel, string button) =>
        panel.FindAll("button").Single(one => one.TextContent.Trim() == button).Click();

    /// <summary>Somebody at a page, and all that the panel asks.</summary>
    async Task<TestDatabase> SignInAsync(Role role = Role.Administrator)
    {
        var databases = await TestDatabase.CreateAsync();
        var user = new User
        {
            Id = UserId.New().Value,
            Email = "ann@example.com",
            Role = role,
            SecurityStamp = "stamp",
        };
        await using (var database = databases.CreateDbContext())
        {
            database.Add(user);
            await database.SaveChangesAsync(Stop);
        }

        var session = Session.Begin(new SignIn(user.UserId, user.Email, user.SecurityStamp, Token: null));
        var actor = new Actor { Name = user.Email, Permissions = Roles.Permissions(role) };
        Services
            .AddSingleton<IDbContextFactory<StudioDbContext>>(databases)
            .AddSingleton<AuditTrail>()
            .AddIdentity()
            .AddProjects()
            .AddSingleton<AuthenticationStateProvider>(new Page(session))
            .AddSingleton<CurrentActor>()
            .AddSingleton<CurrentProject>()
            .AddSingleton<PageDoor>();
        RenderTree.Add<Microsoft.AspNetCore.Components.CascadingValue<Rights>>(with =>
            with.Add(it => it.Value, new Rights(actor, databases.Project))
        );
        return databases;
    }

    sealed class Page(System.Security.Claims.ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(user));
    }
}
