using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Projects;
using Studio.Domain.Storage;

namespace Studio.Tests.Storage;

/// <summary>A real SQLite database in a folder of its own, with the default project; gone when disposed.</summary>
sealed class TestDatabase : IDbContextFactory<StudioDbContext>, IAsyncDisposable
{
    readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("studio-test-");

    TestDatabase() { }

    public string File => Path.Combine(_folder.FullName, "studio.db");

    public WriteGate Gate { get; } = new();

    public ProjectId Project { get; private set; }

    public static async Task<TestDatabase> CreateAsync()
    {
        var test = new TestDatabase();
        await using var database = test.CreateDbContext();
        await database.Database.EnsureCreatedAsync();
        var project = new Project(Domain.Projects.Project.DefaultName, TimeProvider.System.GetUtcNow());
        database.Add(project);
        await database.SaveChangesAsync();
        test.Project = project.Id;
        return test;
    }

    public StudioDbContext CreateDbContext() =>
        new(
            (DbContextOptions<StudioDbContext>)
                new DbContextOptionsBuilder<StudioDbContext>().UseStudioSqlite(File).Options,
            Gate
        );

    public async ValueTask DisposeAsync()
    {
        await using (var database = CreateDbContext())
            SqliteConnection.ClearPool((SqliteConnection)database.Database.GetDbConnection());
        Gate.Dispose();
        _folder.Delete(recursive: true);
    }
}
