using System.Net;
using Studio.Client.Services;
using Studio.Tests.Hosting;

namespace Studio.Tests.Services;

/// <summary>Storage of services over HTTP.</summary>
public sealed class StorageApiTests(ServicesApiTests.App fixture) : IClassFixture<ServicesApiTests.App>
{
    const string Root = "/api/v1/projects/default/services";
    const string Image = "registry.example.com/team/app:1";

    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    readonly StudioApp _app = fixture.Studio;

    [Fact]
    public async Task Storage_is_given_back_as_it_was_sent_and_can_be_put_back()
    {
        const string storage = """
            {"project":[{"path":"/data","subpath":null,"readOnly":false},{"path":"/in","subpath":"in","readOnly":true}],"emptyDirs":[{"path":"/cache"}],"files":[{"path":"/etc/app.conf","text":"a = 1\n","readOnly":true}]}
            """;
        var sent = storage.Replace(
            "\"subpath\":\"in\",\"readOnly\":true",
            "\"subpath\":\"in\"",
            StringComparison.Ordinal
        );
        var refused = await _app.Admin.PostTextAsync(Root, Web("storage-back", storage));
        // One may write above the other.
        await refused.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        var allowed = sent.Replace("\"subpath\":null", "\"subpath\":\"out\"", StringComparison.Ordinal);

        var answer = await _app.Admin.PostTextAsync(Root, Web("storage-back", allowed));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var got = await _app.Viewer.GetStringAsync($"{Root}/storage-back", Stop);
        var expected = allowed
            .Trim()
            .Replace("\"subpath\":\"in\"", "\"subpath\":\"in\",\"readOnly\":false", StringComparison.Ordinal);
        Assert.Contains($"\"storage\":{expected}", got, StringComparison.Ordinal);
        var put = await _app.Admin.PutAsync(
            $"{Root}/storage-back",
            new StringContent(got, null, "application/json"),
            Stop
        );
        Assert.Equal(1, (await put.ReadAsync<ServiceResponse>()).Revision);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"project":[],"emptyDirs":null,"files":[]}""")]
    public async Task Nothing_mounted_is_null_however_it_is_said(string storage)
    {
        var name = $"storage-none-{storage.Length}";
        await _app.Admin.PostTextAsync(Root, Web(name, storage));
        Assert.Null((await _app.Viewer.GetAsync<ServiceResponse>($"{Root}/{name}")).Storage);
    }

    [Theory]
    [InlineData("""{"project":[{"path":"data"}]}""", "storage.project[0].path")]
    [InlineData("""{"project":[{"path":"/data","subpath":"../x"}]}""", "storage.project[0].subpath")]
    [InlineData("""{"project":[{"path":"/a"},{"path":"/b","subpath":"x"}]}""", "storage.project[1].subpath")]
    [InlineData("""{"emptyDirs":[{"path":"/cache"},{"path":"/cache"}]}""", "storage.emptyDirs[1].path")]
    [InlineData("""{"files":[{"path":"/run/secrets/X","text":""}]}""", "storage.files[0].path")]
    [InlineData("""{"files":[{"path":"/f","text":"\u0000"}]}""", "storage.files[0].text")]
    public async Task What_is_wrong_is_said_by_its_field(string storage, string field)
    {
        var answer = await _app.Admin.PostTextAsync(Root, Web("storage-wrong", storage));
        var problem = await answer.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid");
        Assert.Equal([field], problem.Errors!.Keys);
    }

    [Fact]
    public async Task The_preview_shows_mounts_and_no_folder_of_the_host()
    {
        await _app.Admin.PostTextAsync(
            Root,
            Web(
                "storage-preview",
                """{"project":[{"path":"/data","subpath":"in","readOnly":true}],"emptyDirs":[{"path":"/cache"}],"files":[{"path":"/f","text":"x"}]}"""
            )
        );

        var answer = await _app.Viewer.PostAsync($"{Root}/storage-preview/preview", null, Stop);

        var command = (await answer.ReadAsync<PreviewResponse>()).EquivalentCommand;
        Assert.Contains(
            "--mount 'type=bind,source=<project storage>/in,target=/data,readonly' --tmpfs /cache:size=256m,mode=1777 --mount 'type=bind,source=<file>/f,target=/f'",
            command,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain(_app.Folder, command, StringComparison.Ordinal);
    }

    static string Web(string name, string storage) =>
        $$"""{"name":"{{name}}","image":"{{Image}}","storage":{{storage}}}""";
}
