using Studio.Client;
using Studio.Client.Launches;
using Studio.Client.Services;
using Studio.Docker.Containers;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Launches;

namespace Studio.EndToEnd.Faults;

/// <summary>The engine ends, in good order or not, and comes back.</summary>
[Collection<EngineEndsCollection>]
public sealed class EngineOutageTests(EngineFixture engine)
{
    const int ThreeMinutes = 180_000;
    const string ApiKey = "value-0123456789abcdef";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory(Timeout = ThreeMinutes)]
    [InlineData("stop")]
    [InlineData("kill")]
    public async Task While_it_is_away_nothing_is_said_of_containers_and_afterwards_all_is_as_ordered(string how)
    {
        await using var studio = await StudioProcess.SetUpAsync(engine);
        var image = await new Stage(engine, studio.Admin).PublishSiteAsync();
        var running = await ServeAsync(studio, image);
        var first = await running.BringToLifeAsync();
        var slow = await ServeAsync(studio, image, site => site.After(seconds: 4));
        var fresh = await ServeAsync(studio, image);
        var waiting = await studio.OrderAsync(slow);
        await studio.UntilStepAsync(waiting, "waiting-healthy");
        await using var statuses = new StatusLog(running);
        var begun = await studio.OrderAsync(fresh);

        await using (var outage = await EngineOutage.BeginAsync(engine, how))
        {
            await AssertWaitsAsync(studio, waiting);
            await AssertWaitsAsync(studio, begun);
            foreach (var stage in (Stage[])[running, slow, fresh])
            {
                var state = (await stage.GetAsync()).State;
                Assert.Equal(("running", "unknown"), (state.Desired, state.Status));
            }

            var refused = await Assert.ThrowsAsync<StudioException>(() => studio.OrderAsync(running));
            Assert.Equal((503, "engine-unavailable"), (refused.Status, refused.Code));
            var page = await studio.ReadPageAsync("/services");
            Assert.Contains("Engine not reachable", page, StringComparison.Ordinal);
            Assert.Contains("unknown", page, StringComparison.Ordinal);
            await outage.EndAsync();
        }

        // The one that was live is the same container; what was under way is done again.
        await AssertHasItsSecretAsync(running, await studio.AssertRunsAloneAsync(running, first.Id, how));
        await AssertHasItsSecretAsync(slow, await studio.AssertRunsAloneAsync(slow, waiting, how));
        await AssertHasItsSecretAsync(fresh, await studio.AssertRunsAloneAsync(fresh, begun, how));
        await Until.TrueAsync("it is said to run", async () => (await running.GetAsync()).State.Status == "running");
        Assert.Contains("unknown", statuses.Seen);
        Assert.DoesNotContain("stopped", statuses.Seen);
        await studio.AssertEveryLaunchIsAuditedAsync(running, slow, fresh);
    }

    async Task<Stage> ServeAsync(
        StudioProcess studio,
        string image,
        Func<CreateServiceRequest, CreateServiceRequest>? with = null
    )
    {
        var stage = new Stage(engine, studio.Admin);
        await stage.CreateKeysAsync(("API_KEY", ApiKey));
        await stage.CreatePullSecretAsync();
        await stage.CreateServiceAsync(
            image,
            site =>
            {
                var bound = site with { Bindings = [new(stage.Keys)] };
                return with?.Invoke(bound) ?? bound;
            }
        );
        return stage;
    }

    static async Task AssertWaitsAsync(StudioProcess studio, string id)
    {
        LaunchResponse? launch = null;
        await Until.TrueAsync(
            () => $"{id} waits for the engine; it is {launch?.State}: {launch?.Error}",
            async () => (launch = await studio.Admin.Launches.GetAsync(id, Stop)).State == "queued"
        );
    }

    static async Task AssertHasItsSecretAsync(Stage stage, ContainerSummary container)
    {
        // A container that has just been started has not printed it yet.
        await Until.TrueAsync(
            "the secret is in its environment",
            async () =>
                (await stage.OutputOfAsync(container.Id)).Contains($"API_KEY={ApiKey}\n", StringComparison.Ordinal)
        );
    }

    /// <summary>What a service's status is said to be, again and again.</summary>
    sealed class StatusLog : IAsyncDisposable
    {
        readonly CancellationTokenSource _over = new();
        readonly HashSet<string> _seen = [];
        readonly Task _looking;

        public StatusLog(Stage stage) => _looking = LookAsync(stage);

        public IReadOnlyCollection<string> Seen
        {
            get
            {
                lock (_seen)
                    return [.. _seen];
            }
        }

        async Task LookAsync(Stage stage)
        {
            while (!_over.IsCancellationRequested)
            {
                var status = (await stage.GetAsync()).State.Status;
                lock (_seen)
                    _seen.Add(status);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _over.CancelAsync();
            await _looking;
            _over.Dispose();
        }
    }
}
