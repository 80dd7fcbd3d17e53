using System.Text;
using Studio.Client;
using Studio.Client.Common;
using Studio.Client.Launches;
using Studio.Client.PullSecrets;
using Studio.Client.SecretKeys;
using Studio.Client.Services;
using Studio.Docker.Containers;
using Studio.EndToEnd.Docker;
using Studio.EndToEnd.Hosting;

namespace Studio.EndToEnd.Launches;

/// <summary>The acts of a user that lead to a running container, over REST, each in one word. Names are new with each stage.</summary>
public sealed class Stage(EngineFixture engine, StudioClient studio)
{
    const string Project = StudioServer.Project;
    const int ShortNameLength = 12;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What a definition names, unless a test says otherwise.</summary>
    public string Keys { get; } = NewName("keys");

    public string PullSecret { get; } = NewName("pull");

    public string Service { get; } = NewName("svc");

    /// <summary>A name for a collection, a pull secret or a service that no other test has.</summary>
    public static string NewName(string what) => $"{what}-{Guid.CreateVersion7().ToString("N")[^ShortNameLength..]}";

    /// <summary>
    /// A private image that prints its environment, serves a page on port 8080 and obeys when it is told to stop. It must be pulled.
    /// </summary>
    public Task<string> PublishSiteAsync(string page = "one") =>
        engine.Images.PublishAsync(
            NewName("site"),
            ["""CMD ["sh", "-c", "env; httpd -f -p 8080 -h /www & trap 'exit 0' TERM; wait"]"""],
            new Dictionary<string, string> { ["/www/index.html"] = page },
            stop: Stop
        );

    public Task<SecretKeysResponse> CreateKeysAsync(params (string Name, string Value)[] entries) =>
        studio.SecretKeys.CreateAsync(
            Project,
            new(Keys, Entries: [.. entries.Select(entry => new NewEntryRequest(entry.Name, new(entry.Value)))]),
            Stop
        );

    /// <param name="password">The right one when null.</param>
    public Task<PullSecretResponse> CreatePullSecretAsync(string? password = null) =>
        studio.PullSecrets.CreateAsync(
            Project,
            new()
            {
                Name = PullSecret,
                Registry = "other",
                Server = engine.Registry,
                Username = engine.RegistryUser,
                Password = new(new SecretValue(password ?? engine.RegistryPassword)),
            },
            Stop
        );

    /// <summary>A service of a private image, with the stage's pull secret.</summary>
    public Task<ServiceResponse> CreateServiceAsync(
        string image,
        Func<CreateServiceRequest, CreateServiceRequest>? with = null
    )
    {
        var request = new CreateServiceRequest
        {
            Name = Service,
            Image = image,
            PullSecret = PullSecret,
        };
        return studio.Services.CreateAsync(Project, with?.Invoke(request) ?? request, Stop);
    }

    /// <summary>Stores the next revision, with another image.</summary>
    public async Task ChangeImageAsync(string image)
    {
        var now = await GetAsync();
        await studio.Services.UpdateAsync(
            Project,
            Service,
            new()
            {
                Name = now.Name,
                Image = image,
                PullSecret = now.PullSecret,
                Ports = now.Ports,
                Health = now.Health,
            },
            stop: Stop
        );
    }

    public Task<ServiceResponse> GetAsync() => studio.Services.GetAsync(Project, Service, Stop);

    /// <summary>Launches and waits for the end of it, good or bad.</summary>
    public async Task<LaunchResponse> LaunchAsync() =>
        await EndOfAsync(await studio.Services.LaunchAsync(Project, Service, new(), Stop));

    /// <inheritdoc cref="LaunchAsync"/>
    public async Task<LaunchResponse> RestartAsync() =>
        await EndOfAsync(await studio.Services.RestartAsync(Project, Service, Stop));

    /// <summary>Launches, and it must come to life.</summary>
    public async Task<LaunchResponse> BringToLifeAsync()
    {
        var launch = await LaunchAsync();
        Assert.True(launch.State == "live", $"{launch.State}: {launch.Error}");
        return launch;
    }

    async Task<LaunchResponse> EndOfAsync(LaunchAcceptedResponse accepted)
    {
        // The stream ends with the launch.
        await foreach (var _ in studio.Launches.FollowAsync(accepted.LaunchId, Stop)) { }
        return await studio.Launches.GetAsync(accepted.LaunchId, Stop);
    }

    /// <summary>What a container has printed so far.</summary>
    public async Task<string> OutputOfAsync(string container)
    {
        var output = new StringBuilder();
        await foreach (var frame in engine.Client.Containers.LogsAsync(container, stop: Stop))
            output.Append(Encoding.UTF8.GetString(frame.Data.Span));
        return $"{output}";
    }

    /// <summary>The service's containers, running or not.</summary>
    public async Task<IReadOnlyList<ContainerSummary>> ContainersAsync(string serviceId) =>
        await engine.Client.Containers.ListAsync(new() { All = true, Labels = [$"studio.service={serviceId}"] }, Stop);
}
