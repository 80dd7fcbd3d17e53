using Studio.Docker;
using Studio.Docker.Containers;
using Studio.EndToEnd.Docker;

[assembly: AssemblyFixture(typeof(EngineFixture))]

namespace Studio.EndToEnd.Docker;

/// <summary>The private engine and registry of <c>script/engine run</c>, one for all tests: names in them are chosen per test.</summary>
public sealed class EngineFixture : IAsyncLifetime
{
    /// <summary>On everything that tests make on the engine, so that they find it again.</summary>
    public const string Label = "studio.test";

    /// <summary>Where the engine listens: <c>unix://…</c></summary>
    public string Endpoint { get; } = Read("STUDIO_TEST_DOCKER");

    /// <summary>The folder of the engine's socket, which goes with the engine: for what must not outlive a test run.</summary>
    public string Folder => Path.GetDirectoryName(Endpoint["unix://".Length..])!;

    /// <summary><c>script/engine</c>, which can end this engine and start it again.</summary>
    public string Script => Read("STUDIO_TEST_ENGINE_SCRIPT");

    /// <summary>Host and port of the registry, which wants a password for everything.</summary>
    public string Registry { get; } = Read("STUDIO_TEST_REGISTRY");

    public string RegistryUser { get; } = Read("STUDIO_TEST_REGISTRY_USER");
    public string RegistryPassword { get; } = Read("STUDIO_TEST_REGISTRY_PASSWORD");

    public DockerClient Client => field ??= new(DockerEndpoint.Parse(Endpoint));

    public TestImages Images => field ??= new(this);

    public RegistryAuth Auth => new(RegistryUser, RegistryPassword, Registry);

    public RegistryAuth WrongAuth => new(RegistryUser, "not-the-password", Registry);

    /// <summary>A name that no other test has, in the characters that every kind of object allows.</summary>
    public static string NewName(string what) => $"{what}-{Guid.CreateVersion7():N}";

    /// <summary>Makes a container of an image and starts it; the caller removes it.</summary>
    public async Task<string> RunAsync(ContainerSpec spec, CancellationToken stop)
    {
        var created = await Client.Containers.CreateAsync(spec, stop: stop);
        await Client.Containers.StartAsync(created.Id, stop);
        return created.Id;
    }

    public async ValueTask InitializeAsync() => await Client.System.PingAsync();

    public ValueTask DisposeAsync()
    {
        Client.Dispose();
        return ValueTask.CompletedTask;
    }

    static string Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException(
                $"{variable} is not set: these tests need an engine and a registry. Run them with  script/engine run dotnet test e2e --no-restore"
            );
}
