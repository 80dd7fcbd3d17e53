using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Studio.Domain.Launches;
using Studio.Domain.Projects;
using Studio.Domain.SecretKeys;
using Studio.Domain.Services;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Tests.Storage;

/// <summary>A database of an earlier version keeps what it says.</summary>
public sealed class MigrationTests : IDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("studio-migration-");
    readonly WriteGate _gate = new();

    static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_launch_named_it_names_and_a_collection_has_the_owner_that_it_had()
    {
        var (project, keys, service, launch) = (ProjectId.New(), SecretKeysId.New(), ServiceId.New(), LaunchId.New());
        const string At = "2026-11-26T21:15:29.0000000Z";
        var named = $$"""[{"Id":"{{keys}}","Name":"weather","Version":3}]""";
        await using (var before = Open())
        {
            await before.GetService<IMigrator>().MigrateAsync("Timeline", Stop);
            await before.Database.OpenConnectionAsync(Stop);
            // The service that it is of does not matter here.
            await before.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF", Stop);
            await before.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "SecretKeys" ("Id", "Project", "Name", "Version", "EntryCount", "CreatedAt", "CreatedBy", "UpdatedAt", "UpdatedBy")
                VALUES ({$"{keys}"}, {$"{project}"}, 'weather', 3, 0, {At}, 'ann', {At}, 'ann')
                """,
                Stop
            );
            await before.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "Launches" ("Id", "Project", "Service", "Revision", "State", "StartedBy", "CreatedAt", "LastLines", "SecretVersions", "Steps")
                VALUES ({$"{launch}"}, {$"{project}"}, {$"{service}"}, 1, 'Live', 'ann', {At}, '[]', {named}, '[]')
                """,
                Stop
            );
        }

        await using var after = Open();
        await after.Database.MigrateAsync(Stop);

        var row = await after.Launches.AsNoTracking().SingleAsync(Stop);
        Assert.Equal([new SecretVersion($"{keys}", "weather", 3)], row.SecretVersions);
        Assert.Null(row.After);
        Assert.Equal(SecretOwner.Of(project), (await after.SecretKeys.AsNoTracking().SingleAsync(Stop)).Owner);
    }

    [Fact]
    public async Task The_way_back_keeps_it_too()
    {
        await using var database = Open();
        await database.Database.MigrateAsync(Stop);
        var launch = new Launch(ProjectId.New(), ServiceId.New(), 1, "ann", TimeProvider.System.GetUtcNow());
        launch.Resolved([new SecretVersion($"{SecretKeysId.New()}", "weather", 3)]);
        await database.Database.OpenConnectionAsync(Stop);
        await database.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = OFF", Stop);
        database.Add(launch);
        await database.SaveChangesAsync(Stop);

        await database.GetService<IMigrator>().MigrateAsync("Timeline", Stop);

        var named = await database
            .Database.SqlQueryRaw<string>("""SELECT "SecretVersions" AS "Value" FROM "Launches" """)
            .SingleAsync(Stop);
        Assert.Contains("\"Name\":\"weather\",\"Version\":3", named, StringComparison.Ordinal);

        // And forward again: nothing is in the way that was there before.
        await database.Database.MigrateAsync(Stop);
        var row = await database.Launches.AsNoTracking().SingleAsync(Stop);
        Assert.Equal(launch.SecretVersions, row.SecretVersions);
    }

    [Fact]
    public async Task On_the_way_back_what_was_deleted_does_not_come_back_and_is_in_no_ones_way()
    {
        await using var database = Open();
        await database.Database.MigrateAsync(Stop);
        var now = TimeProvider.System.GetUtcNow();
        var owner = SecretOwner.Of(ProjectId.New());
        var vault = new SecretVault(new VaultRing(new EphemeralDataProtectionProvider()));
        var (deleted, kept) = (Keys(), Keys());
        deleted.Delete(now);
        await database.SaveChangesAsync(Stop);

        await database.GetService<IMigrator>().MigrateAsync("Timeline", Stop);

        Assert.Equal([$"{kept.Id}"], await TextsAsync("""SELECT "Id" AS "Value" FROM "SecretKeys" """));
        Assert.Equal([$"{kept.Id}"], await TextsAsync("""SELECT "Collection" AS "Value" FROM "SecretKeyEntries" """));
        Assert.Equal([$"{kept.Id}"], await TextsAsync("""SELECT "Collection" AS "Value" FROM "SecretKeysVersions" """));

        SecretKeyCollection Keys()
        {
            var keys = new SecretKeyCollection(owner, "weather", null, "ann", now);
            keys.Save(vault, "weather", null, [new("A", new("value-of-a"), Delivery.Env, null)], [], "ann", now);
            database.Add(keys);
            return keys;
        }

        Task<List<string>> TextsAsync(string query) => database.Database.SqlQueryRaw<string>(query).ToListAsync(Stop);
    }

    public void Dispose()
    {
        using (var database = Open())
            SqliteConnection.ClearPool((SqliteConnection)database.Database.GetDbConnection());
        _gate.Dispose();
        _folder.Delete(recursive: true);
    }

    StudioDbContext Open() =>
        new(
            (DbContextOptions<StudioDbContext>)
                new DbContextOptionsBuilder<StudioDbContext>()
                    .UseStudioSqlite(Path.Combine(_folder.FullName, "studio.db"))
                    .Options,
            _gate
        );
}
