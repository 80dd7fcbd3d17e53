using Studio.EndToEnd.Docker;

namespace Studio.EndToEnd.Hosting;

/// <summary>One server for the tests of a class, set up: <c>IClassFixture&lt;StudioFixture&gt;</c>.</summary>
public sealed class StudioFixture(EngineFixture engine) : IAsyncLifetime
{
    public EngineFixture Engine => engine;

    public StudioServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await StudioServer.SetUpAsync(engine);

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
