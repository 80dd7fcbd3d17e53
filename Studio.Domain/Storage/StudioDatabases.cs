using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Projects;
using Studio.Domain.Vault;

namespace Studio.Domain.Storage;

/// <summary>Opens the database of this installation; read-only while the vault is sealed.</summary>
public sealed class StudioDatabases(string file, WriteGate gate, TimeProvider clock)
    : IDbContextFactory<StudioDbContext>
{
    readonly DbContextOptions<StudioDbContext> _writable = Options(file, SqliteOpenMode.ReadWriteCreate);
    readonly DbContextOptions<StudioDbContext> _readOnly = Options(file, SqliteOpenMode.ReadOnly);

    public StudioDbContext CreateDbContext() => new(gate.Sealed ? _readOnly : _writable, gate);

    /// <summary>What the database says of itself, read without changing it; null when it is new.</summary>
    public async Task<Installation?> FindInstallationAsync(CancellationToken stop)
    {
        if (!File.Exists(file))
            return null;
        // Not read-only: after a crash SQLite must roll a half transaction back before anything can be read.
        await using var database = new StudioDbContext(Options(file, SqliteOpenMode.ReadWrite), gate);
        var tables = await database
            .Database.SqlQuery<int>($"SELECT count(*) AS Value FROM sqlite_master WHERE name = 'Installation'")
            .SingleAsync(stop);
        return tables == 0 ? null : await database.Installations.AsNoTracking().SingleOrDefaultAsync(stop);
    }

    /// <summary>Brings the tables to what this version of Studio needs, while nobody else may write yet.</summary>
    public async Task PrepareAsync(CancellationToken stop)
    {
        using var own = new WriteGate();
        await using var database = new StudioDbContext(_writable, own);
        await CreateTablesAsync(database, stop);
        if (await database.Projects.AnyAsync(stop))
            return;
        database.Add(new Project(Project.DefaultName, clock.GetUtcNow()));
        await database.SaveChangesAsync(stop);
    }

    /// <summary>Lets writers in.</summary>
    public void Unlock() => gate.Sealed = false;

    /// <summary>Lets go of the file.</summary>
    public void Close()
    {
        foreach (var options in (DbContextOptions<StudioDbContext>[])[_writable, _readOnly])
        {
            using var database = new StudioDbContext(options, gate);
            SqliteConnection.ClearPool((SqliteConnection)database.Database.GetDbConnection());
        }
    }

    static async Task CreateTablesAsync(StudioDbContext database, CancellationToken stop)
    {
        // Asked first, for MigrateAsync builds the design-time model: half a second of a start that has nothing to change.
        if (!(await database.Database.GetPendingMigrationsAsync(stop)).Any())
            return;
        // A migration that was killed leaves its lock behind, and the next one would wait for it for ever. studio.lock has made
        // sure that nobody else is at work.
        await database.Database.ExecuteSqlAsync($"DROP TABLE IF EXISTS __EFMigrationsLock", stop);
        await database.Database.MigrateAsync(stop);
    }

    static DbContextOptions<StudioDbContext> Options(string file, SqliteOpenMode mode) =>
        (DbContextOptions<StudioDbContext>)
            new DbContextOptionsBuilder<StudioDbContext>().UseStudioSqlite(file, mode).Options;
}
