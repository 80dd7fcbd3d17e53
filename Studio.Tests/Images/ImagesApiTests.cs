using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Studio.Client;
using Studio.Client.Common;
using Studio.Client.Identity;
using Studio.Client.Images;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Tests.Engine;
using Studio.Tests.Hosting;

namespace Studio.Tests.Images;

/// <summary>Every path of images over HTTP, with an engine in memory.</summary>
public sealed class ImagesApiTests : IAsyncLifetime
{
    const string Root = "/api/v1/images";
    const string Services = "/api/v1/projects/default/services";
    const string Image = "registry.example.com/team/app:1";

    readonly FakeEngine _engine = new();
    readonly StudioApp _app;

    public ImagesApiTests()
    {
        _engine.Registry[Image] = new FakeImage(FakeImage.DigestOf("app 1"));
        _app = new StudioApp
        {
            Configure = services =>
                services
                    .RemoveAll<LaunchOptions>()
                    .AddSingleton(new LaunchOptions(TimeSpan.Zero))
                    .AddSingleton<IContainerEngine>(_engine),
        };
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _app.InitializeAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Whoever_may_look_sees_images_with_what_uses_them()
    {
        await GivenServiceAsync();
        await PullAsync();
        _engine.Has("made-here:1");

        var page = await _app.Viewer.GetAsync<PagedResponse<ImageResponse>>($"{Root}?sort=-name&pageSize=1");

        Assert.Equal((2, 1), (page.Total, page.Items.Count));
        var image = page.Items[0];
        Assert.Equal([Image], image.Tags);
        Assert.Equal([$"registry.example.com/team/app@{FakeImage.DigestOf("app 1")}"], image.Digests);
        Assert.Equal((100, true, true), (image.Size, image.InUse, image.PulledByStudio));
        Assert.Null(image.Manifest);
        Assert.NotNull(image.CreatedAt);
        var user = Assert.Single(image.UsedBy);
        Assert.Equal(("service", "web"), (user.Kind, user.Name));
        Assert.StartsWith("proj-", user.Project, StringComparison.Ordinal);
        Assert.Equal("a test", image.Labels["made-by"]);
    }

    [Theory]
    [InlineData("?sort=owner", "sort")]
    [InlineData("?pageSize=1000", "pageSize")]
    public async Task A_list_that_cannot_be_is_400(string query, string field)
    {
        var problem = await (await _app.Viewer.GetAsync($"{Root}{query}", Stop)).ReadProblemAsync(
            HttpStatusCode.BadRequest,
            "invalid"
        );
        Assert.Equal([field], problem.Errors!.Keys);
    }

    [Theory]
    [InlineData("team/app:1")]
    [InlineData("team%2Fapp:1")]
    [InlineData("team%2fapp:1")]
    public async Task An_unused_image_goes_by_its_tag_however_the_slash_is_written(string path)
    {
        _engine.Has("team/app:1");

        Assert.Equal(HttpStatusCode.NoContent, (await _app.Admin.DeleteAsync($"{Root}/{path}", Stop)).StatusCode);
        await (await _app.Admin.DeleteAsync($"{Root}/{path}", Stop)).ReadProblemAsync(
            HttpStatusCode.NotFound,
            "missing"
        );
    }

    [Fact]
    public async Task The_client_deletes_by_id_and_by_tag()
    {
        _engine.Has("team/app:1");
        _engine.Has("beta:1");
        var token = await _app.LogInAsync(StudioApp.AdminEmail);
        var client = new StudioClient(_app.CreateClient(), new("http://localhost"), new(token));
        var beta = (await client.Images.ListAsync(new() { Search = "beta" }, Stop)).Items.Single();

        await client.Images.DeleteAsync(beta.Id, stop: Stop);
        await client.Images.DeleteAsync("team/app:1", stop: Stop);

        Assert.Empty((await client.Images.ListAsync(stop: Stop)).Items);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?force=true")]
    public async Task An_image_in_use_is_409_with_its_users(string query)
    {
        await GivenServiceAsync();
        await PullAsync();

        var answer = await _app.Admin.DeleteAsync($"{Root}/{Image}{query}", Stop);

        Assert.Contains("\"users\":[\"web\"]", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        await answer.ReadProblemAsync(HttpStatusCode.Conflict, "in-use");
    }

    [Fact]
    public async Task A_prune_answers_as_its_preview_did()
    {
        await GivenServiceAsync();
        await PullAsync();
        (await _app.Admin.DeleteAsync($"{Services}/web", Stop)).EnsureSuccessStatusCode();
        _engine.Has("made-here:1");

        var preview = await PruneAsync("""{"dryRun":true}""");
        var pruned = await PruneAsync("""{"dryRun":false}""");

        Assert.Equal((true, false), (preview.DryRun, pruned.DryRun));
        Assert.Equal([Image], Assert.Single(preview.Images).Tags);
        Assert.Equal((90, 90), (preview.Bytes, pruned.Bytes));
        Assert.Equal(preview.Images[0].Id, Assert.Single(pruned.Images).Id);
        Assert.Empty(pruned.Kept);
        Assert.Empty((await PruneAsync("""{"dryRun":false}""")).Images);
        Assert.Equal(
            ["made-here:1"],
            (await _app.Viewer.GetAsync<PagedResponse<ImageResponse>>(Root)).Items.Single().Tags
        );
    }

    [Fact]
    public async Task A_prune_with_an_unknown_member_is_400() =>
        await (await _app.Admin.PostTextAsync($"{Root}/prune", """{"all":true}""")).ReadProblemAsync(
            HttpStatusCode.BadRequest,
            "invalid"
        );

    [Fact]
    public async Task A_pull_answers_what_was_pulled()
    {
        await GivenServiceAsync();

        var pulled = await PullAsync();

        Assert.Equal((Image, FakeImage.DigestOf("app 1"), "pulled"), (pulled.Image, pulled.ImageDigest, pulled.Detail));
    }

    [Fact]
    public async Task A_pull_that_the_registry_refuses_is_502()
    {
        await GivenServiceAsync();
        _engine.Registry[Image] = new FakeImage(FakeImage.DigestOf("app 1"), "a password");

        var answer = await _app.Admin.PostAsync($"{Services}/web/pull", null, Stop);

        await answer.ReadProblemAsync(HttpStatusCode.BadGateway, "pull-denied");
    }

    [Fact]
    public async Task A_pull_for_no_service_is_404() =>
        await (await _app.Admin.PostAsync($"{Services}/nowhere/pull", null, Stop)).ReadProblemAsync(
            HttpStatusCode.NotFound,
            "missing"
        );

    [Theory]
    [InlineData("DELETE", $"{Root}/alpha:1")]
    [InlineData("POST", $"{Root}/prune")]
    [InlineData("POST", $"{Services}/web/pull")]
    public async Task A_viewer_is_denied(string method, string path)
    {
        var request = new HttpRequestMessage(new(method), path);
        if (path.EndsWith("prune", StringComparison.Ordinal))
            request.Content = new StringContent("""{"dryRun":true}""", null, "application/json");
        await (await _app.Viewer.SendAsync(request, Stop)).ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Fact]
    public async Task A_token_of_one_project_does_not_see_the_engine()
    {
        var request = new CreateTokenRequest("ci", ["view", "launch-services"], "default");
        var token = await (await _app.Admin.PostJsonAsync("/api/v1/tokens", request)).ReadAsync<CreatedTokenResponse>();
        var client = _app.ClientWith(token.Token.Reveal());

        await (await client.GetAsync(Root, Stop)).ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
        await (await client.DeleteAsync($"{Root}/alpha:1", Stop)).ReadProblemAsync(HttpStatusCode.Forbidden, "denied");
    }

    [Theory]
    [InlineData("GET", Root)]
    [InlineData("DELETE", $"{Root}/alpha:1")]
    [InlineData("POST", $"{Root}/prune")]
    [InlineData("POST", $"{Services}/web/pull")]
    public async Task With_the_engine_away_it_is_503(string method, string path)
    {
        await GivenServiceAsync();
        _engine.Down = FakeEngine.Unavailable;
        var request = new HttpRequestMessage(new(method), path);
        if (path.EndsWith("prune", StringComparison.Ordinal))
            request.Content = new StringContent("""{"dryRun":false}""", null, "application/json");
        await (await _app.Admin.SendAsync(request, Stop)).ReadProblemAsync(
            HttpStatusCode.ServiceUnavailable,
            "engine-unavailable"
        );
    }

    async Task GivenServiceAsync() =>
        (
            await _app.Admin.PostTextAsync(Services, $$"""{"name":"web","image":"{{Image}}"}""")
        ).EnsureSuccessStatusCode();

    async Task<PulledImageResponse> PullAsync() =>
        await (await _app.Admin.PostAsync($"{Services}/web/pull", null, Stop)).ReadAsync<PulledImageResponse>();

    async Task<PruneImagesResponse> PruneAsync(string body) =>
        await (await _app.Admin.PostTextAsync($"{Root}/prune", body)).ReadAsync<PruneImagesResponse>();
}
