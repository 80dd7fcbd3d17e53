using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Folders;
using Studio.Domain.Identity;
using Studio.Domain.Images;
using Studio.Domain.Launches;
using Studio.Domain.PullSecrets;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using Studio.Domain.Timeline;
using Studio.Domain.Vault;
using Studio.Tests.Engine;
using Studio.Tests.Storage;

namespace Studio.Tests.Launches;

/// <summary>Services and launches on a real database, with an engine in memory.</summary>
sealed class LaunchHarness : IAsyncDisposable
{
    public const string Image = "registry.example.com/team/app:1";

    readonly TestDatabase _databases;
    readonly RegistryRules _registries;
    readonly FakeProbe _probe = new();
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("studio-launches-");
    readonly SecretVault _vault = new(new VaultRing(new EphemeralDataProtectionProvider()));

    ServiceProvider _services;

    LaunchHarness(TestDatabase databases, RegistryRules? registries)
    {
        _databases = databases;
        _registries = registries ?? new RegistryRules(DenyPrivate: false);
        _services = Compose();
    }

    ServiceProvider Compose() =>
        new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton<IDbContextFactory<StudioDbContext>>(_databases)
            .AddSingleton(_databases.Gate)
            .AddSingleton(_vault)
            .AddSingleton(_registries)
            .AddSingleton<AuditTrail>()
            .AddSingleton<IContainerEngine>(Engine)
            .AddSingleton<IHealthProbe>(Probe)
            .AddSingleton(new ContainerLabels(() => "cafe0123"))
            .AddSingleton(new LaunchOptions(Settle: TimeSpan.Zero))
            .AddFolders(StorageFolder)
            .AddSecretKeys()
            .AddPullSecrets()
            .AddServices()
            .AddTimeline()
            .AddLaunches(Path.Combine(_folder.FullName, "logs"))
            .AddImages()
            .BuildServiceProvider();

    public string StorageFolder => Path.Combine(_folder.FullName, "storage");

    public FakeEngine Engine { get; } = new();

    public FakeProbe Probe => _probe;

    public TestDatabase Databases => _databases;

    public Actor Admin { get; } =
        new() { Name = "ann@example.com", Permissions = Roles.Permissions(Role.Administrator) };

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<LaunchHarness> CreateAsync(bool start = true, RegistryRules? registries = null)
    {
        var harness = new LaunchHarness(await TestDatabase.CreateAsync(), registries);
        harness.Engine.Registry[Image] = new FakeImage(FakeImage.DigestOf("app 1"));
        if (start)
            await harness.StartAsync();
        return harness;
    }

    public async Task StartAsync()
    {
        await Get<LaunchQueue>().StartAsync(Stop);
        await Get<Reconciler>().SweepOnceAsync(Stop);
        await Get<Reconciler>().StartAsync(Stop);
    }

    public async Task StopQueueAsync()
    {
        await Get<Reconciler>().StopAsync(CancellationToken.None);
        await Get<LaunchQueue>().StopAsync(CancellationToken.None);
        await Get<HealthMonitor>().StopAsync(CancellationToken.None);
    }

    /// <summary>One look of the reconciler, now, and none by itself from then on: one under way would have a service's turn.</summary>
    public async Task SweepAsync()
    {
        await StopLookingAsync();
        await Get<Reconciler>().SweepOnceAsync(Stop);
    }

    /// <summary>No look but the test's own.</summary>
    public Task StopLookingAsync() => Get<Reconciler>().StopAsync(Stop);

    /// <summary>Studio as it is after a restart: the same database and engine, and nothing remembered.</summary>
    public async Task StartAgainAsync()
    {
        await StopQueueAsync();
        await _services.DisposeAsync();
        _services = Compose();
        await StartAsync();
    }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async Task<SecretKeysId> StoreKeysAsync(string name, params (string Name, string Value)[] entries)
    {
        var now = TimeProvider.System.GetUtcNow();
        var keys = new SecretKeyCollection(_databases.Project, name, null, Admin.Name, now);
        var changes = entries.Select(entry => new EntryChange(
            entry.Name,
            new SecretText(entry.Value),
            Delivery.Env,
            null
        ));
        keys.Save(Get<SecretVault>(), name, null, [.. changes], [], Admin.Name, now);
        await using var database = _databases.CreateDbContext();
        database.Add(keys);
        await database.SaveChangesAsync(Stop);
        return keys.Id;
    }

    public async Task<ServiceView> StoreServiceAsync(
        string name = "web",
        string? keys = null,
        Func<ServiceDefinition, ServiceDefinition>? with = null
    )
    {
        var definition = new ServiceDefinition
        {
            Name = name,
            Image = Image,
            Bindings = keys is null ? [] : [new(default, null, null, new Dictionary<string, string>(), null, false)],
        };
        var draft = new ServiceDraft(with?.Invoke(definition) ?? definition, null, keys is null ? [] : [keys]);
        return (await Get<CreateService>().RunAsync(Admin, _databases.Project, draft, Stop)).Value;
    }

    /// <summary>A new definition, not launched yet.</summary>
    public async Task ChangeImageAsync(string service, string image)
    {
        var draft = new ServiceDraft((await GetServiceAsync(service)).Definition with { Image = image }, null, []);
        var saved = await Get<UpdateService>().RunAsync(Admin, _databases.Project, service, draft, null, Stop);
        Assert.True(saved.Succeeded, saved.Problem?.Message);
    }

    /// <summary>As an earlier version may have stored it: without a look at the rules.</summary>
    public async Task StoreUncheckedAsync(ServiceDefinition definition)
    {
        await using var database = _databases.CreateDbContext();
        database.Add(new Service(_databases.Project, definition, Admin.Name, TimeProvider.System.GetUtcNow()));
        await database.SaveChangesAsync(Stop);
    }

    /// <summary>Launches and waits for the end.</summary>
    public async Task<Launch> LaunchAsync(string service) => await EndOfAsync(await OrderAsync(service));

    public async Task<LaunchId> OrderAsync(string service) =>
        (await Get<LaunchService>().RunAsync(Admin, _databases.Project, service, Stop)).Value;

    public async Task StopAsync(string service) =>
        Assert.True((await Get<StopService>().RunAsync(Admin, _databases.Project, service, false, Stop)).Succeeded);

    public Task<Result<LaunchId>> RollBackAsync(string service, LaunchId target) =>
        Get<RollBackService>().RunAsync(Admin, _databases.Project, service, target, Stop);

    /// <summary>A new version of a collection.</summary>
    public async Task ChangeKeysAsync(string name, string entry, string value)
    {
        var saved = await Get<SetEntry>()
            .RunAsync(Admin, _databases.Project, name, new(entry, new SecretText(value)), null, Stop);
        Assert.True(saved.Succeeded, saved.Problem?.Message);
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<ServiceMoment>> MomentsAsync(string service) =>
        (await Get<ListServiceEvents>().RunAsync(Admin, _databases.Project, service, new PageRequest(Size: 100), Stop))
            .Value
            .Items;

    public async Task UntilHealthAsync(string service, string health)
    {
        while ((await GetServiceAsync(service)).State.Health != health)
            await Task.Delay(10, Stop);
    }

    /// <summary>Stores a launch as one that was cut off.</summary>
    public async Task StoreLaunchAsync(string service, Action<Launch> began)
    {
        await using var database = _databases.CreateDbContext();
        var row = await database.Services.SingleAsync(one => one.Name == service, Stop);
        var launch = new Launch(row.Project, row.Id, row.Revision, Admin.Name, TimeProvider.System.GetUtcNow());
        began(launch);
        row.Order(launch.Id);
        database.Add(launch);
        await database.SaveChangesAsync(Stop);
    }

    public async Task<Launch> EndOfLastAsync(string service)
    {
        await using var database = _databases.CreateDbContext();
        return await EndOfAsync(
            (await database.Services.SingleAsync(one => one.Name == service, Stop)).LastLaunch!.Value
        );
    }

    /// <summary>The launch as soon as it is stored like that.</summary>
    public async Task<Launch> UntilAsync(LaunchId id, Func<Launch, bool> condition)
    {
        while (true)
        {
            await using var database = _databases.CreateDbContext();
            var launch = await database.Launches.SingleAsync(row => row.Id == id, Stop);
            if (condition(launch))
                return launch;
            await Task.Delay(10, Stop);
        }
    }

    public async Task<Launch> EndOfAsync(LaunchId id)
    {
        var events = (await Get<FollowLaunch>().RunAsync(Admin, id, Stop)).Value;
        await foreach (var _ in events) { }
        return (await Get<GetLaunch>().RunAsync(Admin, id, Stop)).Value.Launch;
    }

    public async Task<ServiceView> GetServiceAsync(string name) =>
        (await Get<GetService>().RunAsync(Admin, _databases.Project, name, Stop)).Value;

    public async ValueTask DisposeAsync()
    {
        await StopQueueAsync();
        await _services.DisposeAsync();
        await _databases.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

sealed class FakeProbe : IHealthProbe
{
    public string? Failure { get; set; }

    public Task<string?> ProbeAsync(string address, int port, string path, TimeSpan timeout, CancellationToken stop) =>
        Task.FromResult(Failure);
}
