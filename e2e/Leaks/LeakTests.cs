using Studio.Client;
using Studio.Client.Common;
using Studio.Client.SecretKeys;
using Studio.Client.Services;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Leaks;

/// <summary>Does with canaries what users do with secrets, then looks for them wherever they must not be.</summary>
public sealed class LeakTests(EngineFixture engine)
{
    const string Project = StudioServer.Project;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_secret_is_in_an_answer_the_log_or_a_file_in_any_encoding()
    {
        await using var server = await StudioServer.SetUpAsync(engine);
        Canary delivered = new(),
            rotated = new(),
            printed = new(),
            refused = new(),
            registryPassword = new();
        await LaunchWithAsync(server, delivered, rotated);
        await FailLoudlyAsync(server, printed);
        await BeRefusedAsync(server, refused, registryPassword);
        await ReadEverythingAsync(server);
        await server.StopAsync();

        Canary[] all = [delivered, rotated, printed, refused, registryPassword];
        Assert.NotEmpty(server.Answers.All);
        Assert.NotEmpty(server.Log.Text);
        Assert.Empty(all.SelectMany(canary => canary.FindIn("an answer", server.Answers.Text)));
        Assert.Empty(all.SelectMany(canary => canary.FindIn("the log", server.Log.Text)));
        Assert.Empty(all.SelectMany(canary => canary.FindInFolder(server.Folder)));
    }

    /// <summary>The search itself must find what is there, in each encoding.</summary>
    [Fact]
    public void A_canary_is_found_in_every_encoding()
    {
        var canary = new Canary();
        var bytes = System.Text.Encoding.UTF8.GetBytes(canary.Value);
        string[] places =
        [
            canary.Value,
            Uri.EscapeDataString(canary.Value),
            System.Net.WebUtility.HtmlEncode(canary.Value),
            System.Text.Json.JsonSerializer.Serialize(canary.Value),
            Convert.ToHexString(bytes),
            Convert.ToHexStringLower(bytes),
            Convert.ToBase64String(bytes),
            Convert.ToBase64String([1, .. bytes]),
            Convert.ToBase64String([1, 2, .. bytes]),
            System.Buffers.Text.Base64Url.EncodeToString(bytes),
        ];
        Assert.All(places, place => Assert.NotEmpty(canary.FindIn("place", place)));
        Assert.NotEmpty(canary.FindIn("place", System.Text.Encoding.Unicode.GetBytes(canary.Value)));
        Assert.Empty(canary.FindIn("place", new Canary().Value));
    }

    async Task LaunchWithAsync(StudioServer server, Canary value, Canary rotated)
    {
        var stage = new Stage(engine, server.Admin);
        var image = await engine.Images.PrintsEnvironmentAsync(Stage.NewName("prints"), Stop);
        await engine.Images.PushAsync(image, Stop);
        await stage.CreateKeysAsync(("TOKEN", value.Value));
        await stage.CreatePullSecretAsync();
        // What Studio writes into folders of the host is searched, too.
        var storage = new StorageDefinition
        {
            Project = [new("/data")],
            Files = [new("/etc/app.conf", "token = $TOKEN")],
        };
        await stage.CreateServiceAsync(
            image,
            service => service with { Bindings = [new(stage.Keys)], Storage = storage }
        );
        var launch = await stage.BringToLifeAsync();
        // Else nothing would be proved: it did reach the container.
        Assert.NotEmpty(value.FindIn("the container", await stage.OutputOfAsync(launch.ContainerId!)));
        await server.Admin.SecretKeys.SetEntryAsync(
            Project,
            stage.Keys,
            "TOKEN",
            new() { Value = new(rotated.Value) },
            stop: Stop
        );
        Assert.Equal("live", (await stage.RestartAsync()).State);
    }

    /// <summary>A container that fails and prints what it was given: its last lines are part of the launch.</summary>
    async Task FailLoudlyAsync(StudioServer server, Canary value)
    {
        var stage = new Stage(engine, server.Admin);
        var image = await engine.Images.MakeAsync(
            Stage.NewName("loud"),
            ["""CMD ["sh", "-c", "env; echo \"$TOKEN\" >&2; exit 3"]"""],
            stop: Stop
        );
        await stage.CreateKeysAsync(("TOKEN", value.Value));
        await stage.CreateServiceAsync(
            image,
            service => service with { PullSecret = null, Bindings = [new(stage.Keys)] }
        );
        Assert.Equal("failed", (await stage.LaunchAsync()).State);
    }

    /// <summary>Values in requests that are refused, for every reason that there is.</summary>
    async Task BeRefusedAsync(StudioServer server, Canary value, Canary password)
    {
        var stage = new Stage(engine, server.Admin);
        await stage.CreateKeysAsync(("TOKEN", "first"));
        await RefusedAsync(() => stage.CreateKeysAsync(("TOKEN", value.Value)));
        await RefusedAsync(() =>
            server.Admin.SecretKeys.CreateAsync(
                Project,
                new(Stage.NewName("keys"), Entries: [new NewEntryRequest("1 bad name", new SecretValue(value.Value))]),
                Stop
            )
        );
        await RefusedAsync(() =>
            server.Admin.SecretKeys.SetEntryAsync(
                Project,
                "missing",
                "TOKEN",
                new() { Value = new(value.Value) },
                stop: Stop
            )
        );
        await stage.CreatePullSecretAsync(password.Value);
        await RefusedAsync(() => stage.CreatePullSecretAsync(password.Value));
        await stage.CreateServiceAsync($"{engine.Registry}/team/{Stage.NewName("none")}:1");
        Assert.Equal("failed", (await stage.LaunchAsync()).State);
        var test = await server.Admin.PullSecrets.TestAsync(Project, stage.PullSecret, new(), Stop);
        Assert.False(test.Ok);
    }

    static async Task RefusedAsync(Func<Task> act) => await Assert.ThrowsAsync<StudioException>(act);

    /// <summary>Every list and every object of the API.</summary>
    static async Task ReadEverythingAsync(StudioServer server)
    {
        var studio = server.Admin;
        foreach (var keys in (await studio.SecretKeys.ListAsync(Project, stop: Stop)).Items)
        {
            await studio.SecretKeys.GetAsync(Project, keys.Id, Stop);
            await studio.SecretKeys.ListVersionsAsync(Project, keys.Id, stop: Stop);
            await studio.SecretKeys.GetUsageAsync(Project, keys.Id, Stop);
        }

        foreach (var secret in (await studio.PullSecrets.ListAsync(Project, stop: Stop)).Items)
            await studio.PullSecrets.GetAsync(Project, secret.Id, Stop);
        foreach (var service in (await studio.Services.ListAsync(Project, stop: Stop)).Items)
        {
            await studio.Services.GetAsync(Project, service.Id, Stop);
            await studio.Services.PreviewAsync(Project, service.Id, Stop);
            await studio.Services.ListRevisionsAsync(Project, service.Id, stop: Stop);
            foreach (var launch in (await studio.Services.ListLaunchesAsync(Project, service.Id, stop: Stop)).Items)
                await studio.Launches.GetAsync(launch.Id, Stop);
        }

        await studio.Audit.ListAsync(new(), Stop);
        await studio.Vault.GetStatusAsync(Stop);
    }
}
