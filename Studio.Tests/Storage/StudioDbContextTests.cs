using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Audit;
using Studio.Domain.Common;
using Studio.Domain.Identity;
using Studio.Domain.SecretKeys;
using Studio.Domain.Storage;
using Studio.Domain.Vault;

namespace Studio.Tests.Storage;

public sealed class StudioDbContextTests
{
    static readonly CancellationToken Stop = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Audit_entries_are_chained_in_the_order_in_which_they_are_saved()
    {
        await using var databases = await TestDatabase.CreateAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(number => WriteEntryAsync(databases, $"act-{number}")));

        await using var database = databases.CreateDbContext();
        var entries = await database.AuditEntries.OrderBy(entry => entry.Sequence).ToListAsync(Stop);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => (long)number), entries.Select(entry => entry.Sequence));
        Assert.Equal(AuditEntry.Genesis, entries[0].PreviousHash);
        Assert.All(entries.Zip(entries.Skip(1)), pair => Assert.Equal(pair.First.Hash, pair.Second.PreviousHash));
        Assert.All(entries, entry => Assert.Equal(entry.ComputeHash(), entry.Hash));
    }

    [Fact]
    public async Task The_migrations_make_the_tables_that_the_model_has()
    {
        await using var databases = await TestDatabase.CreateAsync();
        await using var database = databases.CreateDbContext();
        Assert.False(database.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task Nothing_is_written_while_sealed()
    {
        await using var databases = await TestDatabase.CreateAsync();
        databases.Gate.Sealed = true;
        await Assert.ThrowsAsync<SealedException>(() => WriteEntryAsync(databases, "act"));
    }

    [Fact]
    public async Task Who_waits_behind_a_writer_that_the_database_kept_out_is_refused_with_it_and_who_comes_later_is_not()
    {
        using var gate = new WriteGate();
        var kept = await gate.EnterAsync(Stop);
        var waiting = Enumerable.Range(0, 3).Select(_ => gate.EnterAsync(Stop)).ToList();

        gate.RefuseWaiting();
        kept.Dispose();

        foreach (var one in waiting)
            Assert.Equal(
                "database-busy",
                DatabaseOutages.Find(await Assert.ThrowsAsync<SqliteException>(() => one))?.Code
            );
        (await gate.EnterAsync(Stop)).Dispose();
    }

    [Fact]
    public async Task A_collection_comes_back_with_its_values_sealed_to_their_place()
    {
        await using var databases = await TestDatabase.CreateAsync();
        var vault = new SecretVault(
            new VaultRing(new Microsoft.AspNetCore.DataProtection.EphemeralDataProtectionProvider())
        );
        var now = TimeProvider.System.GetUtcNow();
        var keys = new SecretKeyCollection(databases.Project, "weather", null, "ann", now);
        keys.Save(vault, "weather", null, [new("API_KEY", new SecretText("one"), Delivery.Env, null)], [], "ann", now);
        await using (var database = databases.CreateDbContext())
        {
            database.Add(keys);
            await database.SaveChangesAsync(Stop);
        }

        await using (var database = databases.CreateDbContext())
        {
            var loaded = await database.SecretKeys.Include("_entries").Include(row => row.Versions).SingleAsync(Stop);
            loaded.Save(
                vault,
                "weather",
                null,
                [new("API_KEY", new SecretText("two"), Delivery.Env, null)],
                [],
                "ann",
                now
            );
            await database.SaveChangesAsync(Stop);
        }

        await using (var database = databases.CreateDbContext())
        {
            var loaded = await database.SecretKeys.Include("_entries").Include(row => row.Versions).SingleAsync(Stop);
            var entry = Assert.Single(loaded.Entries);
            Assert.Equal(2, loaded.Version);
            Assert.Equal(2, loaded.Versions.Count);
            Assert.Equal("two", vault.Open(entry.SealedValue, loaded.Place(entry)).Reveal());
            Assert.Throws<System.Security.Cryptography.CryptographicException>(() =>
                vault.Open(entry.SealedValue, loaded.Place(entry) with { Entry = "OTHER" })
            );
        }
    }

    static async Task WriteEntryAsync(TestDatabase databases, string action)
    {
        await using var database = databases.CreateDbContext();
        new AuditTrail(databases, TimeProvider.System).Record(database, Actor.System, action, AuditSubject.Studio);
        await database.SaveChangesAsync(Stop);
    }
}
