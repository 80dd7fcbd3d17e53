using Studio.Client.Launches;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary>Somebody removes a live service's container at the engine.</summary>
public sealed class RemovedContainerTests(EngineFixture engine)
{
    const int TwoMinutes = 120_000;
    const string ApiKey = "value-0123456789abcdef";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = TwoMinutes)]
    public async Task Studio_launches_it_anew_with_the_same_image_and_the_same_secret_versions()
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var stage = new Stage(engine, studio.Admin);
        await stage.CreateKeysAsync(("API_KEY", ApiKey));
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(
            await stage.PublishSiteAsync(),
            site => site with { Bindings = [new(stage.Keys)] }
        );
        var live = await stage.BringToLifeAsync();
        // What is newer than what runs is not what comes back: nobody has launched it.
        await studio.Admin.SecretKeys.SetEntryAsync(
            StudioServer.Project,
            stage.Keys,
            "API_KEY",
            new() { Value = new("newer") },
            stop: Stop
        );
        await stage.ChangeImageAsync(await stage.PublishSiteAsync("two"));

        await engine.Client.Containers.RemoveAsync(live.ContainerId!, force: true, Stop);

        LaunchResponse? anew = null;
        await Until.TrueAsync(
            "Studio has ordered a launch",
            async () => (anew = await NewestAsync(studio, stage)).Id != live.Id
        );
        var container = await studio.AssertRunsAloneAsync(stage, anew!.Id, "removed");
        anew = await studio.Admin.Launches.GetAsync(anew.Id, Stop);
        Assert.Equal("studio", anew.StartedBy);
        Assert.NotEqual(live.ContainerId, container.Id);
        Assert.Equal((live.ImageDigest, live.Revision), (anew.ImageDigest, anew.Revision));
        Assert.Equal(live.SecretVersions, anew.SecretVersions);
        Assert.Equal("superseded", (await studio.Admin.Launches.GetAsync(live.Id, Stop)).State);
        Assert.Contains($"API_KEY={ApiKey}\n", await stage.OutputOfAsync(container.Id), StringComparison.Ordinal);
        Assert.Equal(2, (await ListAsync(studio, stage)).Count);
    }

    static async Task<LaunchResponse> NewestAsync(StudioProcess studio, Stage stage) =>
        (await ListAsync(studio, stage))[0];

    static async Task<IReadOnlyList<LaunchResponse>> ListAsync(StudioProcess studio, Stage stage) =>
        (await studio.Admin.Services.ListLaunchesAsync(StudioServer.Project, stage.Service, stop: Stop)).Items;
}
