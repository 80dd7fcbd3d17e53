using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Identity;
using Studio.Tests.Components;
using Studio.Tests.Storage;

namespace Studio.Tests.Engine;

public sealed class GetEngineTests : IAsyncLifetime
{
    readonly ManualTime _time = new();
    readonly FactsEngine _engine = FactsEngine.Create();
    TestDatabase _databases = null!;
    GetEngine _get = null!;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _databases = await TestDatabase.CreateAsync();
        _get = new GetEngine(_engine.Port, new AuditTrail(_databases, _time), _time);
    }

    public async ValueTask DisposeAsync()
    {
        _get.Dispose();
        await _databases.DisposeAsync();
    }

    [Fact]
    public async Task An_answer_serves_whoever_takes_one_that_old()
    {
        await AskAsync(TimeSpan.FromSeconds(9));
        _time.Advance(TimeSpan.FromSeconds(9));
        await AskAsync(TimeSpan.FromSeconds(9));
        Assert.Equal(1, _engine.Asked);

        _time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync(TimeSpan.FromSeconds(9));
        await AskAsync(TimeSpan.FromSeconds(9));
        Assert.Equal(2, _engine.Asked);
    }

    [Fact]
    public async Task Whoever_wants_to_know_now_asks_again()
    {
        Assert.True((await AskAsync(TimeSpan.Zero)).Succeeded);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        _engine.Answer = _ => throw FakeEngine.Unavailable;
        Assert.IsType<EngineUnavailable>((await AskAsync(TimeSpan.Zero)).Problem);
    }

    [Fact]
    public async Task An_engine_that_never_answers_is_not_waited_for_and_many_wait_once()
    {
        _engine.Answer = async stop =>
        {
            await Task.Delay(Timeout.Infinite, stop);
            throw new InvalidOperationException();
        };
        var asking = Enumerable.Range(0, 5).Select(_ => AskAsync(TimeSpan.Zero)).ToList();
        _time.Advance(GetEngine.Patience);
        var answers = await Task.WhenAll(asking)
            .WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
        Assert.All(answers, answer => Assert.IsType<EngineUnavailable>(answer.Problem));
        Assert.Contains("no answer within 3 seconds", answers[0].Problem!.Message, StringComparison.Ordinal);
        Assert.Equal(1, _engine.Asked);
    }

    Task<Result<EngineFacts>> AskAsync(TimeSpan age) => _get.RunAsync(Actor.System, null, age, Stop);
}
