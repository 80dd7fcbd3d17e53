using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Studio.Client;
using Studio.Client.SecretKeys;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Storage;
using Studio.Tests.Hosting;

namespace Studio.Tests.Engine;

/// <summary>Studio in process, with an engine in memory that runs services.</summary>
public sealed class ServiceApp : IAsyncLifetime
{
    public const string Image = "registry.example.com/team/app:1";
    public const string Root = "/api/v1/projects/default/services";

    public ServiceApp()
    {
        Engine.Registry[Image] = new FakeImage(FakeImage.DigestOf("app 1"));
        Studio = new StudioApp
        {
            Configure = services =>
                services
                    .RemoveAll<LaunchOptions>()
                    .AddSingleton(new LaunchOptions(TimeSpan.Zero))
                    .AddSingleton<IContainerEngine>(Engine),
        };
    }

    public StudioApp Studio { get; }

    public StudioClient Client => new(Studio.Admin, Studio.Admin.BaseAddress!);

    internal FakeEngine Engine { get; } = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => Studio.InitializeAsync();

    public ValueTask DisposeAsync() => Studio.DisposeAsync();

    /// <summary>Secret keys of the same name, with these entries.</summary>
    public Task<SecretKeysResponse> GivenKeysAsync(string name, params (string Name, string Value)[] entries) =>
        Client.SecretKeys.CreateAsync(
            "default",
            new(name, Entries: [.. entries.Select(entry => new NewEntryRequest(entry.Name, new(entry.Value)))]),
            Stop
        );

    /// <summary>Secret keys are not there any more, as after a restore of an old backup: what was given of them cannot be opened.</summary>
    public async Task LoseKeysAsync(string name)
    {
        var databases = Studio.Services.GetRequiredService<IDbContextFactory<StudioDbContext>>();
        await using var database = await databases.CreateDbContextAsync(Stop);
        await database.SecretKeys.Where(row => row.Name == name).ExecuteDeleteAsync(Stop);
    }

    /// <summary>A service that runs, and is given the secret keys of the same name where there are any.</summary>
    internal async Task<FakeContainer> GivenServiceAsync(string name, bool withKeys = false)
    {
        await Client.Services.CreateAsync(
            "default",
            new()
            {
                Name = name,
                Image = Image,
                Bindings = withKeys ? [new(name)] : [],
            },
            Stop
        );
        return await LaunchAsync(name);
    }

    internal async Task<FakeContainer> LaunchAsync(string name)
    {
        var launch = await Client.Services.LaunchAsync("default", name, new(), Stop);
        while (true)
        {
            var now = await Client.Launches.GetAsync(launch.LaunchId, Stop);
            if (now.State == "live")
                return Engine.Containers.Single(container => container.Id == now.ContainerId);
            Assert.Contains(now.State, (string[])["queued", "running"]);
            await Task.Delay(10, Stop);
        }
    }
}
