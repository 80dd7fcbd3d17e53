using System.Net;
using Studio.Docker;

namespace Studio.EndToEnd.Docker;

public sealed class ImageTests(EngineFixture engine)
{
    readonly DockerClient _client = engine.Client;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    Task<string> PublishedAsync() =>
        engine.Images.PublishAsync(EngineFixture.NewName("image"), ["""CMD ["true"]"""], stop: Stop);

    async Task<List<string>> PullAsync(string reference, RegistryAuth? auth) =>
        await _client.Images.PullAsync(reference, auth, Stop).Select(step => step.Status).ToListAsync(Stop);

    [Fact]
    public async Task An_imported_image_has_the_configuration_that_was_asked_for()
    {
        var reference = await engine.Images.MakeAsync(
            EngineFixture.NewName("image"),
            [
                """ENTRYPOINT ["sh", "-c"]""",
                """CMD ["id"]""",
                "USER 1000:1000",
                "WORKDIR /tmp",
                "EXPOSE 80",
                "ENV A=b",
                "HEALTHCHECK --interval=2s CMD true",
            ],
            stop: Stop
        );

        var image = await _client.Images.InspectAsync(reference, Stop);

        Assert.StartsWith("sha256:", image.Id);
        Assert.Equal([reference], image.RepoTags);
        Assert.Equal(["sh", "-c"], image.Config.Entrypoint!);
        Assert.Equal(["id"], image.Config.Cmd!);
        Assert.Equal(("1000:1000", "/tmp"), (image.Config.User, image.Config.WorkingDir));
        Assert.Equal(["80/tcp"], image.Config.ExposedPorts!);
        Assert.Contains("A=b", image.Config.Env!);
        Assert.Equal(TimeSpan.FromSeconds(2), image.Config.Healthcheck!.Interval);
        Assert.True(image.Size > 100_000);
    }

    [Fact]
    public async Task A_tag_is_one_more_name_and_the_image_goes_with_the_last()
    {
        var first = await engine.Images.MakeAsync(EngineFixture.NewName("image"), [], stop: Stop);
        var second = first.Replace("/team/", "/other/");

        await _client.Images.TagAsync(first, second, Stop);
        var id = (await _client.Images.InspectAsync(first, Stop)).Id;
        await _client.Images.RemoveAsync(first, stop: Stop);

        var ours = await _client.Images.ListAsync(new() { Labels = [EngineFixture.Label] }, Stop);
        var left = Assert.Single(ours, image => image.Id == id);
        Assert.Equal([second], left.RepoTags);
        var removed = await _client.Images.RemoveAsync(second, stop: Stop);
        Assert.Equal(second, removed[0].Untagged);
        Assert.Equal(id, removed[1].Deleted);
        var gone = await Assert.ThrowsAsync<DockerException>(() => _client.Images.InspectAsync(second, Stop));
        Assert.True(gone.IsNotFound);
    }

    [Fact]
    public async Task What_was_pushed_can_be_pulled_with_the_right_password_by_tag_and_by_digest()
    {
        var reference = await engine.Images.MakeAsync(EngineFixture.NewName("image"), ["""CMD ["true"]"""], stop: Stop);
        var digest = await engine.Images.PushAsync(reference, Stop);
        await engine.Images.ForgetAsync(reference, Stop);
        var byDigest = $"{reference[..reference.LastIndexOf(':')]}@{digest}";

        var steps = await PullAsync(reference, engine.Auth);

        Assert.Contains($"Digest: {digest}", steps);
        Assert.Contains(byDigest, (await _client.Images.InspectAsync(reference, Stop)).RepoDigests);
        await engine.Images.ForgetAsync(reference, Stop);
        await PullAsync(byDigest, engine.Auth);
        Assert.Equal(["true"], (await _client.Images.InspectAsync(byDigest, Stop)).Config.Cmd!);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_even_for_an_image_that_is_present()
    {
        var reference = await PublishedAsync();
        await PullAsync(reference, engine.Auth);

        var refused = await Assert.ThrowsAsync<DockerException>(() => PullAsync(reference, engine.WrongAuth));

        Assert.Contains("unauthorized: authentication required", refused.Message);
        Assert.DoesNotContain("not-the-password", refused.ToString());
    }

    [Fact]
    public async Task Without_a_password_the_engine_says_so()
    {
        var reference = await PublishedAsync();

        var refused = await Assert.ThrowsAsync<DockerException>(() => PullAsync(reference, null));

        Assert.Equal(HttpStatusCode.InternalServerError, refused.Status);
        Assert.Contains("no basic auth credentials", refused.Message);
    }

    [Fact]
    public async Task A_push_with_a_wrong_password_fails_inside_its_stream()
    {
        var reference = await engine.Images.MakeAsync(EngineFixture.NewName("image"), [], stop: Stop);

        var refused = await Assert.ThrowsAsync<DockerException>(async () =>
            await _client.Images.PushAsync(reference, engine.WrongAuth, Stop).CountAsync(Stop)
        );

        Assert.Null(refused.Status);
        Assert.Contains("unauthorized", refused.Message);
    }

    [Fact]
    public async Task A_missing_tag_is_not_found()
    {
        var missing = $"{await PublishedAsync()}-missing";

        var refused = await Assert.ThrowsAsync<DockerException>(() => PullAsync(missing, engine.Auth));

        Assert.True(refused.IsNotFound);
        Assert.Contains("manifest unknown", refused.Message);
    }

    [Fact]
    public async Task A_registry_that_is_not_there_refuses_the_connection()
    {
        var refused = await Assert.ThrowsAsync<DockerException>(() => PullAsync("127.0.0.1:1/team/app:1", engine.Auth));

        Assert.Contains("connection refused", refused.Message);
    }

    [Fact]
    public async Task A_registry_describes_an_image_without_sending_it()
    {
        var reference = await engine.Images.MakeAsync(EngineFixture.NewName("image"), [], stop: Stop);
        var digest = await engine.Images.PushAsync(reference, Stop);

        var described = await _client.Distribution.InspectAsync(reference, engine.Auth, Stop);

        Assert.Equal(digest, described.Descriptor.Digest);
        Assert.Equal("linux", Assert.Single(described.Platforms).Os);
    }

    [Fact]
    public async Task A_registry_describes_nothing_to_a_wrong_password()
    {
        var reference = await PublishedAsync();

        var refused = await Assert.ThrowsAsync<DockerException>(() =>
            _client.Distribution.InspectAsync(reference, engine.WrongAuth, Stop)
        );

        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.DoesNotContain("not-the-password", refused.ToString());
    }

    [Fact]
    public async Task A_registry_describes_nothing_without_a_password()
    {
        var reference = await PublishedAsync();

        var refused = await Assert.ThrowsAsync<DockerException>(() =>
            _client.Distribution.InspectAsync(reference, stop: Stop)
        );

        Assert.Equal(HttpStatusCode.InternalServerError, refused.Status);
        Assert.Contains("no basic auth credentials", refused.Message);
    }

    [Fact]
    public async Task A_login_is_tried_at_the_registry()
    {
        await _client.System.AuthAsync(engine.Auth, Stop);

        await Assert.ThrowsAsync<DockerException>(() => _client.System.AuthAsync(engine.WrongAuth, Stop));
    }
}
