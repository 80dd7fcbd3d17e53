using Studio.EndToEnd.Docker;

namespace Studio.EndToEnd.Faults;

/// <summary>The time in which the test's engine is away. It is back when this is disposed of, also after a test that failed.</summary>
sealed class EngineOutage : IAsyncDisposable
{
    readonly string _script;
    bool _over;

    EngineOutage(string script) => _script = script;

    /// <param name="how"><c>stop</c>: the engine is asked to end, and ends its containers; <c>kill</c>: by <c>kill -9</c>, and they go on.</param>
    public static async Task<EngineOutage> BeginAsync(EngineFixture engine, string how)
    {
        var outage = new EngineOutage(engine.Script);
        await HostCommand.RunAsync(engine.Script, how);
        return outage;
    }

    /// <summary>The engine answers again.</summary>
    public async Task EndAsync()
    {
        if (_over)
            return;
        await HostCommand.RunAsync(_script, "start");
        _over = true;
    }

    public async ValueTask DisposeAsync() => await EndAsync();
}
