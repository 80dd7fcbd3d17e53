using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Launches;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using Studio.Domain.Vault;
using Studio.Tests.Launches;

namespace Studio.Tests.Storage;

/// <summary>What is told to who comes second. The order in which rows are written must not show.</summary>
public sealed class LostRaceTests
{
    const int Rounds = 10;

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_two_who_save_the_same_version_of_a_service_at_once_one_is_told_that_it_is_stale()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        var version = (await studio.StoreServiceAsync()).Version;
        for (var round = 0; round < Rounds; round++)
        {
            var results = await AtOnceAsync(
                () => SaveAsync(studio, $"alice {round}", version),
                () => SaveAsync(studio, $"bob {round}", version)
            );
            var saved = Assert.Single(results, result => result.Succeeded).Value;
            version = saved.Version;
            var stale = Assert.IsType<Stale>(Assert.Single(results, result => !result.Succeeded).Problem);
            Assert.Equal(version, stale.Current);
        }
    }

    [Fact]
    public async Task Saving_a_service_that_is_being_deleted_works_or_finds_it_missing()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        for (var round = 0; round < Rounds; round++)
        {
            await studio.StoreServiceAsync();
            var results = await AtOnceAsync<object>(
                async () => Boxed(await SaveAsync(studio, "alice", null)),
                async () =>
                    Boxed(
                        await studio
                            .Get<DeleteService>()
                            .RunAsync(studio.Admin, studio.Databases.Project, "web", null, Stop)
                    )
            );
            Assert.All(
                results.Where(result => !result.Succeeded),
                result => Assert.True(result.Problem is Missing or Stale)
            );
            if (!results[1].Succeeded)
                await studio.Get<DeleteService>().RunAsync(studio.Admin, studio.Databases.Project, "web", null, Stop);
        }
    }

    [Fact]
    public async Task A_revision_that_comes_second_is_stale_although_its_number_is_taken()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        var id = (await studio.StoreServiceAsync()).Id;
        await using var first = studio.Databases.CreateDbContext();
        await using var second = studio.Databases.CreateDbContext();
        var services = new[] { await LoadAsync(first, id), await LoadAsync(second, id) };
        services[0].Revise(Definition("first"), "alice", TimeProvider.System.GetUtcNow());
        services[1].Revise(Definition("second"), "bob", TimeProvider.System.GetUtcNow());

        Assert.Null(await first.TrySaveAsync("web", Stop));
        Assert.Equal(new Stale(2), await second.TrySaveAsync("web", Stop));
    }

    [Fact]
    public async Task A_launch_of_a_service_that_was_deleted_meanwhile_finds_it_missing()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        var id = (await studio.StoreServiceAsync()).Id;
        await using var database = studio.Databases.CreateDbContext();
        var service = await LoadAsync(database, id);
        await studio.Get<DeleteService>().RunAsync(studio.Admin, studio.Databases.Project, "web", null, Stop);
        var launch = new Launch(service.Project, service.Id, 1, "ann", TimeProvider.System.GetUtcNow());
        database.Add(launch);
        service.Order(launch.Id);

        Assert.IsType<Missing>(await database.TrySaveAsync("web", Stop));
    }

    [Fact]
    public async Task An_entry_of_secret_keys_that_were_deleted_meanwhile_finds_them_missing()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        await studio.StoreKeysAsync("weather", ("API_KEY", "s3cret-value-0123456789"));
        var project = studio.Databases.Project;
        await using var database = studio.Databases.CreateDbContext();
        var keys = (await database.FindForSaveAsync(project, "weather", Stop))!;
        await studio.Get<DeleteSecretKeys>().RunAsync(studio.Admin, project, "weather", false, null, Stop);
        EntryChange other = new("OTHER", new SecretText("another-value"), Delivery.Env, null);
        keys.Save(studio.Get<SecretVault>(), "weather", null, [other], [], "ann", TimeProvider.System.GetUtcNow());

        Assert.IsType<Missing>(await database.TrySaveAsync("weather", Stop));
    }

    [Fact]
    public async Task A_name_that_was_taken_meanwhile_is_taken()
    {
        await using var studio = await LaunchHarness.CreateAsync(start: false);
        await studio.StoreServiceAsync("web");
        await using var database = studio.Databases.CreateDbContext();
        database.Add(new Service(studio.Databases.Project, Definition(null), "ann", TimeProvider.System.GetUtcNow()));

        Assert.Equal(new NameTaken("web"), await database.TrySaveAsync("web", Stop));
    }

    static Task<Result<ServiceView>> SaveAsync(LaunchHarness studio, string description, int? version) =>
        studio
            .Get<UpdateService>()
            .RunAsync(
                studio.Admin,
                studio.Databases.Project,
                "web",
                new ServiceDraft(Definition(description), null, []),
                version,
                Stop
            );

    static ServiceDefinition Definition(string? description) =>
        new()
        {
            Name = "web",
            Image = LaunchHarness.Image,
            Description = description,
        };

    static Task<Service> LoadAsync(StudioDbContext database, ServiceId id) =>
        database.Services.Include(row => row.Uses).SingleAsync(row => row.Id == id, Stop);

    static Result<object> Boxed<T>(Result<T> result) =>
        result.TryGet(out var value, out var problem) ? Result<object>.Success(value!) : problem;

    /// <summary>Starts all at the same moment, each on a thread of its own.</summary>
    static async Task<Result<T>[]> AtOnceAsync<T>(params Func<Task<Result<T>>>[] acts)
    {
        using var barrier = new Barrier(acts.Length);
        return await Task.WhenAll(
            acts.Select(act =>
                Task.Factory.StartNew(
                        () =>
                        {
                            barrier.SignalAndWait(Stop);
                            return act();
                        },
                        Stop,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                    .Unwrap()
            )
        );
    }
}
