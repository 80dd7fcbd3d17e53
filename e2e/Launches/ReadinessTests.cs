using Studio.Client.Services;
using Studio.EndToEnd.Hosting;
using Studio.EndToEnd.Leaks;

namespace Studio.EndToEnd.Launches;

/// <summary>Services that are ready only with the right secret, and services that do not stay up.</summary>
public sealed class ReadinessTests(StudioFixture fixture) : IClassFixture<StudioFixture>
{
    const int TwoMinutes = 120_000;

    const string Right = "the-right-token-0123456789";

    readonly Stage _stage = new(fixture.Engine, fixture.Server.Admin);

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = TwoMinutes)]
    public async Task A_service_is_healthy_only_with_the_right_token_and_a_failing_probe_does_not_tell_the_wrong_one()
    {
        var wrong = new Canary();
        await _stage.CreateKeysAsync(("TOKEN", wrong.Value));
        await _stage.CreatePullSecretAsync();
        string[] probe = ["sh", "-c", $"test \"$TOKEN\" = {Right} || {{ echo \"refused: $TOKEN\"; exit 1; }}"];
        await _stage.CreateServiceAsync(
            await _stage.PublishSiteAsync(),
            site =>
                site with
                {
                    Bindings = [new(_stage.Keys)],
                    Health = new(Command: new CommandLine(probe), IntervalSeconds: 1, Retries: 1),
                }
        );

        var refused = await _stage.LaunchAsync();

        Assert.Equal("failed", refused.State);
        Assert.Contains("refused: [redacted:TOKEN]", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(wrong.Value, refused.Error, StringComparison.Ordinal);

        await SetAsync(Right);
        await _stage.BringToLifeAsync();
        Assert.Equal("healthy", (await _stage.GetAsync()).State.Health);
        var health = await fixture.Server.Admin.Services.GetHealthAsync(StudioServer.Project, _stage.Service, Stop);
        Assert.Equal("healthy", health.State);
        Assert.Contains(health.Probes, one => one.Healthy);
    }

    [Fact(Timeout = TwoMinutes)]
    public async Task A_service_that_ends_again_and_again_is_in_a_crash_loop_that_says_why_and_tells_no_secret()
    {
        var secret = new Canary();
        await _stage.CreateKeysAsync(("API_KEY", secret.Value));
        await _stage.CreatePullSecretAsync();
        // Well for as long as a launch looks, and ill ever after: the flag outlives a restart, and not a new container.
        const string Ill =
            "test -e /flag && { echo \"cannot go on with $API_KEY\"; exit 3; }; touch /flag; sleep 5; exit 3";
        await _stage.CreateServiceAsync(
            await fixture.Engine.Images.PublishAsync(
                Stage.NewName("ill"),
                [$"CMD [\"sh\", \"-c\", {System.Text.Json.JsonSerializer.Serialize(Ill)}]"],
                stop: Stop
            ),
            site => site with { Bindings = [new(_stage.Keys)] }
        );
        var launch = await _stage.BringToLifeAsync();

        var state = (await _stage.GetAsync()).State;
        while (state is not { Status: "crash-loop", Crash: { ExitCode: not null, LastLines.Count: > 0 } })
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), Stop);
            state = (await _stage.GetAsync()).State;
        }

        Assert.Equal((3, false), (state.Crash.ExitCode, state.Crash.OutOfMemory));
        Assert.Contains("cannot go on with [redacted:API_KEY]", state.Crash.LastLines);
        var facts = await fixture.Engine.Client.Containers.InspectAsync(launch.ContainerId!, Stop);
        Assert.Equal("no", facts.HostConfig.RestartPolicy?.Name);
        // Studio starts it again by itself, and each end is counted.
        var ends = state.Crash.Ends;
        while ((await _stage.GetAsync()).State.Crash is not { } crash || crash.Ends <= ends)
            await Task.Delay(TimeSpan.FromMilliseconds(200), Stop);
        var events = await fixture.Server.Admin.Services.ListEventsAsync(
            StudioServer.Project,
            _stage.Service,
            stop: Stop
        );
        Assert.Contains(events.Items, one => one.Kind == "crash-loop");
        Assert.Contains(events.Items, one => one is { Kind: "ended", ExitCode: 3 });
    }

    Task SetAsync(string value) =>
        fixture.Server.Admin.SecretKeys.SetEntryAsync(
            StudioServer.Project,
            _stage.Keys,
            "TOKEN",
            new() { Value = new(value) },
            stop: Stop
        );
}
