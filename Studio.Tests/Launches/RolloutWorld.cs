using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Launches;
using Studio.Domain.Services;
using Studio.Tests.Engine;

namespace Studio.Tests.Launches;

/// <summary>Services that are to get changed secrets, and what becomes of them.</summary>
static class RolloutWorld
{
    public const string Old = "old-value-0123456789";
    public const string New = "new-value-0123456789";

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Services that run with the first version of a collection, which has a second one.</summary>
    public static async Task<LaunchHarness> RunningAsync(params string[] names)
    {
        var studio = await LaunchHarness.CreateAsync();
        await studio.StoreKeysAsync("weather", ("API_KEY", Old), ("SECOND", "second-value-0123456"));
        foreach (var name in names)
        {
            await studio.StoreServiceAsync(name, "weather");
            Assert.Equal(LaunchState.Live, (await studio.LaunchAsync(name)).State);
        }

        await studio.ChangeKeysAsync("weather", "API_KEY", New);
        return studio;
    }

    public static Task<Result<IReadOnlyList<LaunchId>>> OrderAsync(LaunchHarness studio) =>
        studio.Get<RollOutSecretKeys>().RunAsync(studio.Admin, studio.Databases.Project, "weather", Stop);

    public static Task<Result<SwitchedSecretKeys>> SwitchAsync(LaunchHarness studio, string to) =>
        studio.Get<SwitchSecretKeys>().RunAsync(studio.Admin, studio.Databases.Project, "weather", to, Stop);

    public static async Task<List<Launch>> RollOutAsync(LaunchHarness studio) =>
        await EndsAsync(studio, (await OrderAsync(studio)).Value);

    public static async Task<List<Launch>> EndsAsync(LaunchHarness studio, IReadOnlyList<LaunchId> ids)
    {
        List<Launch> launches = [];
        foreach (var id in ids)
            launches.Add(await EndAsync(studio, id));
        return launches;
    }

    public static Task<Launch> EndAsync(LaunchHarness studio, LaunchId id) =>
        studio.UntilAsync(id, launch => launch.HasEnded);

    /// <summary>From now on the containers of a service do not get healthy until they are told to.</summary>
    public static async Task HoldAsync(LaunchHarness studio, string name)
    {
        var service = $"{(await studio.GetServiceAsync(name)).Id}";
        studio.Engine.Registry[LaunchHarness.Image] = new FakeImage(FakeImage.DigestOf("app 1"), HasHealthCheck: true);
        studio.Engine.ForgetImages();
        studio.Engine.OnStart = container =>
            container.Health = container.Spec.Labels["studio.service"] == service ? "starting" : "healthy";
    }

    public static async Task DeleteAsync(LaunchHarness studio, string name) =>
        Assert.True(
            (
                await studio.Get<DeleteService>().RunAsync(studio.Admin, studio.Databases.Project, name, null, Stop)
            ).Succeeded
        );

    public static async Task<IEnumerable<string>> NamesAsync(LaunchHarness studio, IEnumerable<Launch> launches)
    {
        await using var database = studio.Databases.CreateDbContext();
        var names = await database.Services.ToDictionaryAsync(service => service.Id, service => service.Name, Stop);
        return launches.Select(launch => names[launch.Service]);
    }

    public static IEnumerable<string> Values(LaunchHarness studio) =>
        studio.Engine.Containers.Where(one => one.Status == ContainerStatus.Running).Select(Value);

    public static async Task<List<string>> ValuesByNameAsync(LaunchHarness studio, params string[] names)
    {
        List<string> values = [];
        foreach (var name in names)
        {
            var id = $"{(await studio.GetServiceAsync(name)).Id}";
            values.Add(Value(studio.Engine.Containers.Single(one => one.Spec.Labels["studio.service"] == id)));
        }

        return values;
    }

    public static string Value(FakeContainer container) =>
        container.Spec.Environment.Single(variable => variable.Name == "API_KEY").Value.Reveal();

    public static void Fail(FakeContainer container, ServiceId service)
    {
        if (container.Spec.Labels["studio.service"] == $"{service}")
            Fail(container);
    }

    public static void Fail(FakeContainer container)
    {
        (container.Status, container.ExitCode) = (ContainerStatus.Exited, 1);
        container.FinishedAt = TimeProvider.System.GetUtcNow();
    }
}
