using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Studio.Domain.Storage;

/// <summary>What is wrong with the database or its disk, and with nobody's request. See <see href="https://www.sqlite.org/rescode.html"/>.</summary>
public static class SqliteErrors
{
    public const int Busy = 5;
    public const int Locked = 6;
    public const int Full = 13;

    /// <summary>Another program held the database until Studio's patience was over.</summary>
    internal static bool IsBusy(this Exception exception) =>
        exception switch
        {
            SqliteException { SqliteErrorCode: Busy or Locked } => true,
            DbUpdateException { InnerException: { } inner } => inner.IsBusy(),
            _ => false,
        };
}
