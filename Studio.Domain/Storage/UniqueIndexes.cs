using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Studio.Domain.Storage;

public static class UniqueIndexes
{
    const int ConstraintUnique = 2067;

    /// <summary>Whether the save failed because someone else took a unique name first.</summary>
    public static bool IsNotUnique(this DbUpdateException error) =>
        error.InnerException is SqliteException { SqliteExtendedErrorCode: ConstraintUnique };
}
