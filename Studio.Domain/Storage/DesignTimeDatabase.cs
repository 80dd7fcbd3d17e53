using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Studio.Domain.Storage;

/// <summary>For <c>dotnet ef</c>, which writes migrations from the model and opens no database.</summary>
sealed class DesignTimeDatabase : IDesignTimeDbContextFactory<StudioDbContext>
{
    public StudioDbContext CreateDbContext(string[] args) =>
        new(
            (DbContextOptions<StudioDbContext>)
                new DbContextOptionsBuilder<StudioDbContext>().UseStudioSqlite("design-time.db").Options,
            new WriteGate()
        );
}
