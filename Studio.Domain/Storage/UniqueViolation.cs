using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Studio.Domain.Storage;

/// <summary>Tells a lost race for a name from other failures of a save.</summary>
static class UniqueViolation
{
    /// <summary><see href="https://www.sqlite.org/rescode.html#constraint_unique">SQLITE_CONSTRAINT_UNIQUE</see>.</summary>
    const int Code = 2067;

    public static bool IsUniqueViolation(this DbUpdateException exception) =>
        exception.InnerException is SqliteException { SqliteExtendedErrorCode: Code };
}
