using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using static Studio.Tests.Launches.RolloutWorld;

namespace Studio.Tests.Services;

public sealed class DeleteServiceTests
{
    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_service_that_is_deleted_takes_the_versions_along_that_only_its_launches_named()
    {
        await using var studio = await RunningAsync("one");
        for (var number = 0; number < 25; number++)
            await studio.ChangeKeysAsync("weather", "API_KEY", $"value-number-{number}");
        await DeleteAsync(studio, "one");

        await using var database = studio.Databases.CreateDbContext();
        Assert.False(await database.Set<SecretKeysVersion>().AnyAsync(version => version.Number == 1, Stop));
    }

    [Fact]
    public async Task A_service_is_deleted_although_the_database_is_busy_afterwards()
    {
        await using var studio = await RunningAsync("one");
        var delete = new DeleteService(
            studio.Databases,
            studio.Get<Domain.Audit.AuditTrail>(),
            studio.Engine,
            studio.Get<IServiceRuntime>(),
            new VersionPruning(new BusyDatabases(), studio.Get<ISecretUsage>()),
            NullLogger<DeleteService>.Instance
        );

        var done = await delete.RunAsync(studio.Admin, studio.Databases.Project, "one", null, Stop);

        Assert.True(done.Succeeded, done.Problem?.Message);
        Assert.Empty(studio.Engine.Containers);
    }

    sealed class BusyDatabases : IDbContextFactory<StudioDbContext>
    {
        public StudioDbContext CreateDbContext() => throw new SqliteException("database is locked", 5);
    }
}
