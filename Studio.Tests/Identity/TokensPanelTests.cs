using System.Security.Claims;
using Bunit;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.DependencyInjection;
using Studio.Common;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Projects;
using Studio.Identity;
using Studio.Projects;
using Studio.Tests.Components;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

public sealed class TokensPanelTests(StudioApp studio) : ComponentTest, IClassFixture<StudioApp>
{
    [Fact]
    public async Task The_text_of_a_token_is_shown_once()
    {
        await SignInAsync();
        var panel = Render<TokensPanel>();
        await panel.Find("button").ClickAsync(new());
        await panel.Find("input:not([type])").ChangeAsync(new() { Value = "ci" });
        await panel.Find("form").SubmitAsync();
        panel.WaitForAssertion(() =>
            Assert.StartsWith("stu_", panel.Find("pre").TextContent, StringComparison.Ordinal)
        );
        var text = panel.Find("pre").TextContent;

        await panel.FindAll("button").Single(button => button.TextContent.Contains("Done")).ClickAsync(new());

        Assert.DoesNotContain(text, panel.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain(text, Render<TokensPanel>().Markup, StringComparison.Ordinal);
        Assert.Contains(panel.FindAll("td"), cell => cell.TextContent == "ci");
    }

    [Fact]
    public async Task A_bad_name_is_said_beside_the_name_and_nothing_is_made()
    {
        await SignInAsync();
        var panel = Render<TokensPanel>();
        await panel.Find("button").ClickAsync(new());
        await panel.Find("form").SubmitAsync();

        panel.WaitForAssertion(() =>
            Assert.Contains(Names.Rule, panel.Find(".field .error").TextContent, StringComparison.Ordinal)
        );
        Assert.Empty(panel.FindAll("pre"));
    }

    async Task SignInAsync()
    {
        var from = studio.Services;
        var signIn = await from.GetRequiredService<LogIn>()
            .RunAsync(
                Actor.Anonymous,
                StudioApp.AdminEmail,
                new SecretText(StudioApp.Password),
                "test",
                withToken: false,
                Xunit.TestContext.Current.CancellationToken
            );
        var claims = new ClaimsIdentity(
            [new Claim("sub", $"{signIn.Value.User}"), new Claim("stamp", signIn.Value.Stamp)],
            "session"
        );
        var actor = new CurrentActor(new SignedIn(claims), from.GetRequiredService<IdentifyActor>());
        Services.AddSingleton(new PageDoor(actor, new CurrentProject(from.GetRequiredService<FindProject>())));
        Services.AddSingleton(from.GetRequiredService<ListTokens>());
        Services.AddSingleton(from.GetRequiredService<CreateToken>());
        Services.AddSingleton(from.GetRequiredService<RevokeToken>());
    }

    sealed class SignedIn(ClaimsIdentity identity) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(new ClaimsPrincipal(identity)));
    }
}
