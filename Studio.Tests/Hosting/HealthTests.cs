using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.Engine;
using Studio.Tests.Engine;

namespace Studio.Tests.Hosting;

public sealed class HealthTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Studio_is_ready_when_the_engine_answers()
    {
        var facts = new EngineFacts("test", "1.2.3", "1.41", "linux", "amd64");
        await using var studio = With(_ => Task.FromResult(facts));
        await studio.InitializeAsync();
        var (status, text) = await ReadyAsync(studio);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("test 1.2.3", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await studio.Anonymous.GetAsync("/healthz", Stop)).StatusCode);
    }

    [Fact]
    public async Task Readiness_says_that_the_engine_is_not_reachable()
    {
        await using var studio = With(_ => throw new EngineException(EngineFailure.Unavailable, "away"));
        await studio.InitializeAsync();
        var (status, text) = await ReadyAsync(studio);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("not reachable", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_never_answers_does_not_hold_readiness_up()
    {
        await using var studio = With(async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        });
        await studio.InitializeAsync();
        var (status, text) = await ReadyAsync(studio);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("no answer within 3 seconds", text, StringComparison.Ordinal);
    }

    static async Task<(HttpStatusCode Status, string Text)> ReadyAsync(StudioApp studio)
    {
        var answer = await studio.Anonymous.GetAsync("/readyz", Stop);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Stop));
    }

    static StudioApp With(Func<CancellationToken, Task<EngineFacts>> facts)
    {
        var engine = FactsEngine.Create();
        engine.Answer = facts;
        return new StudioApp { Configure = services => services.AddSingleton(engine.Port) };
    }
}
