using Microsoft.Data.Sqlite;
using Studio.Client;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary>The disk with Studio's data fills up in the middle of a launch.</summary>
public sealed class DiskFullTests(EngineFixture engine)
{
    const int ThreeMinutes = 180_000;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = ThreeMinutes)]
    public async Task Writes_are_refused_what_runs_goes_on_and_with_room_again_so_does_what_was_ordered()
    {
        var (studio, disk) = await StudioProcess.SetUpOnSmallDiskAsync(engine);
        await using var _ = studio;
        var stage = new Stage(engine, studio.Admin);
        await stage.CreateKeysAsync(("API_KEY", "value-0123456789abcdef"));
        await stage.CreatePullSecretAsync();
        var image = await stage.PublishSiteAsync();
        await stage.CreateServiceAsync(image, site => site with { Bindings = [new(stage.Keys)] });
        var live = await stage.BringToLifeAsync();
        var slow = new Stage(engine, studio.Admin);
        await slow.CreatePullSecretAsync();
        await slow.CreateServiceAsync(image, site => site.After(seconds: 5));
        // Signing in is audited, so it will not be possible.
        await studio.ReadPageAsync("/services");
        var waiting = await studio.OrderAsync(slow);
        await studio.UntilStepAsync(waiting, "waiting-healthy");
        var entries = (await studio.Admin.Audit.VerifyAsync(Stop)).Entries;

        await disk.FillAsync();

        await AssertRefusedAsync(() => studio.OrderAsync(stage));
        await AssertRefusedAsync(() =>
            studio.Admin.Services.StopAsync(StudioServer.Project, stage.Service, new(), Stop)
        );
        await AssertRefusedAsync(() => new Stage(engine, studio.Admin).CreateKeysAsync(("NAME", "value")));
        await AssertRefusedAsync(() =>
            studio.Admin.SecretKeys.SetEntryAsync(
                StudioServer.Project,
                stage.Keys,
                "API_KEY",
                new() { Value = new("rotated") },
                stop: Stop
            )
        );
        // It gets healthy, and that cannot be written down.
        await Until.TrueAsync(
            "what cannot be recorded is taken away",
            async () => (await slow.ContainersAsync((await slow.GetAsync()).Id)).Count == 0
        );
        Assert.True(await studio.IsUpAsync());
        Assert.Contains(stage.Service, await studio.ReadPageAsync("/services"), StringComparison.Ordinal);
        Assert.Equal("running", (await stage.GetAsync()).State.Status);
        await studio.AssertRunsAloneAsync(stage, live.Id, "on a full disk");
        await studio.AssertEveryLaunchIsAuditedAsync(stage, slow);
        Assert.Equal(entries, (await studio.Admin.Audit.VerifyAsync(Stop)).Entries);
        Assert.Equal("ok", await CheckIntegrityAsync(studio));

        disk.MakeRoom();

        await studio.AssertRunsAloneAsync(slow, waiting, "with room again");
        await studio.AssertRunsAloneAsync(stage, await studio.OrderAsync(stage), "with room again");
        await studio.AssertEveryLaunchIsAuditedAsync(stage, slow);
        Assert.Equal("ok", await CheckIntegrityAsync(studio));
    }

    static async Task AssertRefusedAsync(Func<Task> write)
    {
        var refused = await Assert.ThrowsAsync<StudioException>(write);
        Assert.Equal((507, "database-full"), (refused.Status, refused.Code));
    }

    static async Task<object?> CheckIntegrityAsync(StudioProcess studio)
    {
        await using var database = await studio.OpenDatabaseAsync();
        await using var check = new SqliteCommand("PRAGMA integrity_check", database);
        return await check.ExecuteScalarAsync(Stop);
    }
}
