using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Client.Identity;
using Studio.Domain.Identity;
using Studio.Domain.Storage;
using Studio.Identity;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

public sealed class CurrentActorTests(StudioApp studio) : IClassFixture<StudioApp>
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_open_page_acts_as_its_user()
    {
        var actor = await Of(await SignInAsync(StudioApp.AdminEmail)).GetAsync(Stop);
        Assert.Equal(StudioApp.AdminEmail, actor.Name);
        Assert.True(actor.Can(Permission.ManageUsers));
    }

    [Fact]
    public async Task A_user_who_is_disabled_is_nobody_at_the_next_action_of_an_open_page()
    {
        var request = new CreateUserRequest("open-page@example.com", new(StudioApp.Password), "viewer");
        var user = await (await studio.Admin.PostJsonAsync("/api/v1/users", request)).ReadAsync<UserResponse>();
        var page = Of(await SignInAsync(user.Email));
        Assert.True((await page.GetAsync(Stop)).Can(Permission.View));
        await studio.Admin.PutJsonAsync($"/api/v1/users/{user.Id}", new UpdateUserRequest { Disabled = true });
        Assert.Same(Actor.Anonymous, await page.GetAsync(Stop));
    }

    [Fact]
    public async Task Whoever_has_not_signed_in_is_nobody() =>
        Assert.Same(Actor.Anonymous, await Of(new ClaimsPrincipal(new ClaimsIdentity())).GetAsync(Stop));

    async Task<ClaimsPrincipal> SignInAsync(string email)
    {
        await using var database = studio
            .Services.GetRequiredService<IDbContextFactory<StudioDbContext>>()
            .CreateDbContext();
        var user = await database.Users.SingleAsync(row => row.Email == email, Stop);
        return Session.Begin(new SignIn(user.UserId, email, user.SecurityStamp!, Token: null));
    }

    CurrentActor Of(ClaimsPrincipal principal) =>
        new(new Page(principal), studio.Services.GetRequiredService<IdentifyActor>());

    sealed class Page(ClaimsPrincipal principal) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(principal));
    }
}
