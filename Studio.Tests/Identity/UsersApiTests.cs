using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Studio.Client.Audit;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.Storage;
using Studio.Tests.Hosting;

namespace Studio.Tests.Identity;

public sealed class UsersApiTests(StudioApp studio) : IClassFixture<StudioApp>
{
    const string Users = "/api/v1/users";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_lists_everyone_by_address()
    {
        var page = await studio.Admin.GetAsync<PagedResponse<UserResponse>>($"{Users}?search=example");
        var emails = page.Items.Select(user => user.Email).ToList();
        Assert.Equal(emails.Order(StringComparer.OrdinalIgnoreCase), emails);
        Assert.Contains(StudioApp.ViewerEmail, emails);
    }

    [Fact]
    public async Task A_viewer_neither_sees_nor_makes_users()
    {
        await (await studio.Viewer.GetAsync(Users, Stop)).ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        var answer = await studio.Viewer.PostJsonAsync(Users, Request("more@example.com"));
        await answer.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Fact]
    public async Task An_address_is_taken_whatever_its_case()
    {
        await CreateAsync("taken@example.com");
        var again = await studio.Admin.PostJsonAsync(Users, Request("Taken@Example.com"));
        await again.ReadProblemAsync(HttpStatusCode.Conflict, "name-taken");
    }

    [Fact]
    public async Task Every_wrong_field_of_a_new_user_is_named()
    {
        var request = new CreateUserRequest("not an address", new("short"), "root");
        var answer = await studio.Admin.PostJsonAsync(Users, request);
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal(["email", "password", "role"], problem.Errors!.Keys.Order());
    }

    [Fact]
    public async Task A_disabled_user_is_refused_at_the_next_request_and_at_the_door()
    {
        var user = await CreateAsync("leaver@example.com");
        var client = studio.ClientWith(await studio.LogInAsync(user.Email));
        await UpdateAsync(user, new() { Disabled = true });
        var next = await client.GetAsync("/api/v1/me", Stop);
        await next.ReadProblemAsync(HttpStatusCode.Unauthorized, "unauthenticated");
        var request = new LoginRequest(user.Email, new(StudioApp.Password));
        var door = await studio.Anonymous.PostJsonAsync("/api/v1/login", request);
        await door.ReadProblemAsync(HttpStatusCode.Unauthorized, "bad-credentials");
    }

    [Fact]
    public async Task A_new_role_counts_from_the_next_request()
    {
        var user = await CreateAsync("climber@example.com");
        var client = studio.ClientWith(await studio.LogInAsync(user.Email));
        await UpdateAsync(user, new() { Role = "administrator" });
        Assert.Contains("manage-users", (await client.GetAsync<MeResponse>("/api/v1/me")).Permissions);
        await UpdateAsync(user, new() { Role = "viewer" });
        Assert.DoesNotContain("manage-users", (await client.GetAsync<MeResponse>("/api/v1/me")).Permissions);
    }

    [Fact]
    public async Task A_new_password_replaces_the_old_one()
    {
        const string other = "six unrelated dogs";
        var user = await CreateAsync("forgetful@example.com");
        await UpdateAsync(user, new() { Password = new(other) });
        await studio.LogInAsync(user.Email, other);
        var request = new LoginRequest(user.Email, new(StudioApp.Password));
        var old = await studio.Anonymous.PostJsonAsync("/api/v1/login", request);
        await old.ReadProblemAsync(HttpStatusCode.Unauthorized, "bad-credentials");
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_lost()
    {
        var me = await studio.Admin.GetAsync<MeResponse>("/api/v1/me");
        foreach (var change in (UpdateUserRequest[])[new() { Disabled = true }, new() { Role = "viewer" }])
        {
            var answer = await studio.Admin.PutJsonAsync($"{Users}/{me.Id}", change);
            await answer.ReadProblemAsync(HttpStatusCode.Conflict, "in-use");
        }
    }

    [Fact]
    public async Task Two_administrators_who_demote_each_other_at_once_leave_one()
    {
        await using var own = new StudioApp();
        await own.InitializeAsync();
        var users = await own.Admin.GetAsync<PagedResponse<UserResponse>>(Users);
        var (ann, vic) = (users.Items[0].Id, users.Items[1].Id);
        await own.Admin.PutJsonAsync($"{Users}/{vic}", new UpdateUserRequest { Role = "administrator" });
        var update = own.Services.GetRequiredService<UpdateUser>();
        Task<Result<User>>[] both;
        // Both have looked before either may write.
        using (await own.Services.GetRequiredService<WriteGate>().EnterAsync(Stop))
            both =
            [
                .. ((string[])[ann, vic]).Select(id => update.RunAsync(Actor.System, id, "viewer", null, null, Stop)),
            ];
        var results = await Task.WhenAll(both);
        Assert.IsType<InUse>(Assert.Single(results, result => result.Problem is not null).Problem);
    }

    [Fact]
    public async Task What_was_changed_of_a_user_is_in_the_log()
    {
        var user = await CreateAsync("changed@example.com");
        await UpdateAsync(user, new() { Role = "administrator" });
        await UpdateAsync(user, new() { Password = new("six unrelated dogs"), Disabled = true });
        await UpdateAsync(user, new() { Role = "viewer", Disabled = false });
        var log = await studio.Admin.GetAsync<PagedResponse<AuditEntryResponse>>(
            $"/api/v1/audit?action=user.update&subject={user.Id}"
        );
        Assert.Equal(
            ["role viewer; enabled", "password replaced; disabled", "role administrator"],
            log.Items.Select(entry => entry.Detail)
        );
    }

    [Fact]
    public async Task A_user_who_is_not_there_is_missing()
    {
        var answer = await studio.Admin.PutJsonAsync($"{Users}/nobody", new UpdateUserRequest());
        await answer.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
    }

    async Task<UserResponse> CreateAsync(string email)
    {
        var answer = await studio.Admin.PostJsonAsync(Users, Request(email));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return await answer.ReadAsync<UserResponse>();
    }

    async Task UpdateAsync(UserResponse user, UpdateUserRequest change) =>
        await (await studio.Admin.PutJsonAsync($"{Users}/{user.Id}", change)).ReadAsync<UserResponse>();

    static CreateUserRequest Request(string email) => new(email, new(StudioApp.Password), "viewer");
}
