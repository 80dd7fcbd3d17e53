using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Studio.Domain.Storage;

/// <summary>Tells a lost race for a name from other failures of a save.</summary>
static class UniqueViolation
{
    // https://www.sqlite.org/rescode.html#constraint_unique and #constraint_primarykey
    const int Unique = 2067;
    const int PrimaryKey = 1555;

    public static bool IsUniqueViolation(this DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: Unique or PrimaryKey };
}
