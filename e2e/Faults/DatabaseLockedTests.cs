using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Studio.Client;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary>Another program holds the database for longer than Studio waits for it.</summary>
public sealed class DatabaseLockedTests(EngineFixture engine)
{
    const int TwoMinutes = 120_000;

    /// <summary>How long a request waits for the database, and what a busy machine adds.</summary>
    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = TwoMinutes)]
    [InlineData("EXCLUSIVE")]
    [InlineData("IMMEDIATE")]
    public async Task Writes_are_refused_after_the_timeout_and_nothing_is_half_done(string kind)
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var stage = new Stage(engine, studio.Admin);
        await stage.CreateKeysAsync(("API_KEY", "value-0123456789abcdef"));
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(
            await stage.PublishSiteAsync(),
            site => site with { Bindings = [new(stage.Keys)] }
        );
        var live = await stage.BringToLifeAsync();
        var entries = (await studio.Admin.Audit.VerifyAsync(Stop)).Entries;
        var other = new Stage(engine, studio.Admin);

        await using (await LockAsync(studio, kind))
        {
            var writes = new[]
            {
                RefusedAsync(() => studio.OrderAsync(stage)),
                RefusedAsync(() => other.CreateKeysAsync(("NAME", "value"))),
                RefusedAsync(() => studio.Admin.Services.StopAsync(StudioServer.Project, stage.Service, new(), Stop)),
            };
            // While they wait.
            Assert.True(await studio.IsUpAsync());
            Assert.DoesNotContain(writes, write => write.IsCompleted);
            // Readers wait only for the one who lets nobody in.
            if (kind == "IMMEDIATE")
                Assert.Equal("running", (await stage.GetAsync()).State.Status);
            foreach (var took in await Task.WhenAll(writes))
                Assert.InRange(took, TimeSpan.Zero, Timeout + Grace);
        }

        await studio.AssertRunsAloneAsync(stage, live.Id, "afterwards");
        Assert.Equal(entries, (await studio.Admin.Audit.VerifyAsync(Stop)).Entries);
        await studio.AssertEveryLaunchIsAuditedAsync(stage);
        await other.CreateKeysAsync(("NAME", "value"));
        await studio.AssertRunsAloneAsync(stage, await studio.OrderAsync(stage), "afterwards");
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_launch_that_cannot_be_written_down_is_done_again_under_its_id()
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var stage = new Stage(engine, studio.Admin);
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(await stage.PublishSiteAsync(), site => site.After(seconds: 2));
        var launch = await studio.OrderAsync(stage);
        await studio.UntilStepAsync(launch, "waiting-healthy");

        await using (await LockAsync(studio, "IMMEDIATE"))
        {
            await Until.TrueAsync(
                "what cannot be recorded is taken away",
                async () => (await stage.ContainersAsync((await stage.GetAsync()).Id)).Count == 0
            );
        }

        await studio.AssertRunsAloneAsync(stage, launch, "afterwards");
        await studio.AssertEveryLaunchIsAuditedAsync(stage);
    }

    /// <summary>Until it is disposed of.</summary>
    static async Task<SqliteConnection> LockAsync(StudioProcess studio, string kind)
    {
        var database = await studio.OpenDatabaseAsync();
        await using var begin = new SqliteCommand($"BEGIN {kind}", database);
        await begin.ExecuteNonQueryAsync(Stop);
        return database;
    }

    /// <returns>After which time.</returns>
    static async Task<TimeSpan> RefusedAsync(Func<Task> write)
    {
        var waited = Stopwatch.StartNew();
        var refused = await Assert.ThrowsAsync<StudioException>(write);
        Assert.Equal((503, "database-busy"), (refused.Status, refused.Code));
        return waited.Elapsed;
    }
}
