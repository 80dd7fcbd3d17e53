using System.Net;
using Studio.Client.Common;
using Studio.Client.Launches;
using Studio.Client.SecretKeys;
using Studio.Client.Services;
using Studio.Tests.Hosting;
using Studio.Tests.Services;

namespace Studio.Tests.Launches;

/// <summary>Going back, resetting, and what happened to a service, over HTTP.</summary>
public sealed class RollbackApiTests(ServicesApiTests.App fixture) : IClassFixture<ServicesApiTests.App>
{
    const string Root = "/api/v1/projects/default/services";

    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    readonly StudioApp _app = fixture.Studio;

    [Fact]
    public async Task Rolling_back_answers_202_and_takes_the_versions_of_then()
    {
        await GivenServiceAsync("back");
        var first = await LaunchAsync("back");
        await _app.Admin.PutJsonAsync(
            "/api/v1/projects/default/secret-keys/back-keys/entries/API_KEY",
            new SetEntryRequest { Value = new("second-value-0123456789") }
        );
        var second = await LaunchAsync("back");

        var answer = await _app.Admin.PostJsonAsync($"{Root}/back/rollback", new RollBackServiceRequest(first.Id));

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var launch = await EndAsync(await answer.ReadAsync<LaunchAcceptedResponse>());
        Assert.Equal(("live", "rollback", first.Id), (launch.State, launch.Reason, launch.Pattern));
        Assert.Equal(first.SecretVersions, launch.SecretVersions);
        Assert.Equal(first.ImageDigest, launch.ImageDigest);
        Assert.Equal("rolled-back", (await GetAsync(second.Id)).State);
        var state = (await _app.Viewer.GetAsync<ServiceResponse>($"{Root}/back")).State;
        Assert.Equal(["secrets:back-keys"], state.Stale);
    }

    [Fact]
    public async Task A_reset_answers_202_and_makes_another_container_of_the_same()
    {
        await GivenServiceAsync("reset");
        var first = await LaunchAsync("reset");

        var answer = await _app.Admin.PostAsync($"{Root}/reset/reset", null, Stop);

        var launch = await EndAsync(await answer.ReadAsync<LaunchAcceptedResponse>());
        Assert.Equal((HttpStatusCode.Accepted, "reset"), (answer.StatusCode, launch.Reason));
        Assert.NotEqual(first.ContainerId, launch.ContainerId);
        Assert.Equal(first.SecretVersions, launch.SecretVersions);
    }

    [Fact]
    public async Task What_cannot_be_gone_back_to_is_refused_with_the_field()
    {
        await GivenServiceAsync("refuse");
        var live = await LaunchAsync("refuse");
        foreach (var target in new[] { "rubbish", "", live.Id })
        {
            var answer = await _app.Admin.PostJsonAsync($"{Root}/refuse/rollback", new RollBackServiceRequest(target));
            var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
            Assert.Equal(["launchId"], problem.Errors!.Keys);
        }

        await GivenServiceAsync("other");
        var foreign = await _app.Admin.PostJsonAsync($"{Root}/other/rollback", new RollBackServiceRequest(live.Id));
        await foreign.ReadProblemAsync(HttpStatusCode.NotFound, "missing");
        var viewer = await _app.Viewer.PostJsonAsync($"{Root}/refuse/rollback", new RollBackServiceRequest(live.Id));
        await viewer.ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Fact]
    public async Task A_service_that_never_was_live_cannot_be_reset()
    {
        await GivenServiceAsync("never");
        var answer = await _app.Admin.PostAsync($"{Root}/never/reset", null, Stop);
        await answer.ReadProblemAsync(HttpStatusCode.UnprocessableEntity, "not-launched");
    }

    [Fact]
    public async Task Events_tell_launches_newest_first_by_page()
    {
        await GivenServiceAsync("told");
        var launch = await LaunchAsync("told");

        var page = await _app.Viewer.GetAsync<PagedResponse<ServiceEventResponse>>($"{Root}/told/events?pageSize=1");

        Assert.Equal(2, page.Total);
        var newest = Assert.Single(page.Items);
        Assert.Equal(("launch-live", launch.Id, "launch"), (newest.Kind, newest.LaunchId, newest.Reason));
        var older = await _app.Viewer.GetAsync<PagedResponse<ServiceEventResponse>>(
            $"{Root}/told/events?pageSize=1&page=2"
        );
        Assert.Equal("launch-ordered", Assert.Single(older.Items).Kind);
        await (await _app.Viewer.GetAsync($"{Root}/told/events?pageSize=0", Stop)).ReadProblemAsync(
            HttpStatusCode.BadRequest,
            "invalid"
        );
    }

    [Fact]
    public async Task A_service_without_a_check_has_no_health()
    {
        await GivenServiceAsync("unasked");
        await LaunchAsync("unasked");
        var health = await _app.Viewer.GetAsync<ServiceHealthResponse>($"{Root}/unasked/health");
        Assert.Equal("none", health.State);
        Assert.Empty(health.Probes);
    }

    async Task GivenServiceAsync(string name)
    {
        var keys = new CreateSecretKeysRequest(
            $"{name}-keys",
            Entries: [new("API_KEY", new("first-value-0123456789"))]
        );
        (await _app.Admin.PostJsonAsync("/api/v1/projects/default/secret-keys", keys)).EnsureSuccessStatusCode();
        var service = new CreateServiceRequest
        {
            Name = name,
            Image = "registry.example.com/team/app:1",
            Bindings = [new BindingDefinition(keys.Name)],
        };
        (await _app.Admin.PostJsonAsync(Root, service)).EnsureSuccessStatusCode();
    }

    async Task<LaunchResponse> LaunchAsync(string service)
    {
        var answer = await _app.Admin.PostAsync($"{Root}/{service}/launch", null, Stop);
        return await EndAsync(await answer.ReadAsync<LaunchAcceptedResponse>());
    }

    async Task<LaunchResponse> EndAsync(LaunchAcceptedResponse accepted)
    {
        // The stream ends with the launch.
        await _app.Viewer.GetStringAsync($"/api/v1/launches/{accepted.LaunchId}/events", Stop);
        return await GetAsync(accepted.LaunchId);
    }

    Task<LaunchResponse> GetAsync(string launch) => _app.Viewer.GetAsync<LaunchResponse>($"/api/v1/launches/{launch}");
}
