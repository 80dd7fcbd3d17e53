using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Launches;
using DomainStepState = Studio.Domain.Launches.StepState;
using StepState = Studio.Components.StepState;

namespace Studio.Tests.Launches;

public sealed class LaunchProgressTests
{
    static readonly DateTimeOffset _now = new(2025, 3, 4, 12, 0, 0, TimeSpan.Zero);

    readonly LaunchProgress _progress = new(new Launch(default, ServiceId.New(), 1, "ann@example.com", _now));

    [Fact]
    public void Steps_follow_the_events()
    {
        _progress.Take(Step(LaunchStepName.Resolving, DomainStepState.Done));
        _progress.Take(Step(LaunchStepName.Pulling, DomainStepState.Running));

        Assert.Equal(
            [StepState.Done, StepState.Running, StepState.Waiting, StepState.Waiting, StepState.Waiting],
            _progress.Steps.Select(step => step.State)
        );
    }

    [Fact]
    public void A_layer_has_one_bar_that_grows()
    {
        _progress.Take(Pull("a", 1));
        _progress.Take(Pull("b", 1));
        _progress.Take(Pull("a", 9));

        Assert.Equal([("a", 9L), ("b", 1L)], _progress.Layers.Select(layer => (layer.Layer!, layer.Current!.Value)));
    }

    [Fact]
    public void A_failure_says_why_and_ends_it()
    {
        _progress.Take(new LaunchEvent(_now, State: LaunchState.Running));
        Assert.False(_progress.HasEnded);

        _progress.Take(new LaunchEvent(_now, State: LaunchState.Failed, Error: "It ended with exit code 3."));

        Assert.True(_progress.HasEnded);
        Assert.Equal("It ended with exit code 3.", _progress.Error);
    }

    [Theory]
    [InlineData("registry", "/secrets/pull/registry")]
    [InlineData(null, "/services/web/edit")]
    public void A_denied_pull_leads_to_the_account_that_was_denied(string? pullSecret, string path) =>
        Assert.Equal(path, LaunchWords.NextStep("pull-denied", "web", pullSecret)!.Path);

    static LaunchEvent Step(LaunchStepName name, DomainStepState state) =>
        new(_now, new StepFacts(name, state, _now, null, null));

    static LaunchEvent Pull(string layer, long current) =>
        new(_now, Pull: new PullProgress(layer, "Downloading", current, 10));
}
