using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;

namespace Studio.Domain.Storage;

/// <summary>What is wrong with the database for now and not with what was asked of it.</summary>
public static class DatabaseOutages
{
    // https://www.sqlite.org/rescode.html
    const int Busy = 5;
    const int Locked = 6;
    const int Full = 13;

    /// <returns>The problem for people: <c>database-busy</c> or <c>database-full</c>; null for anything else.</returns>
    public static Problem? Find(Exception exception) =>
        exception switch
        {
            SqliteException { SqliteErrorCode: Busy or Locked } => new Refused(
                "database-busy",
                "The database is busy and nothing was changed. Try again in a moment."
            ),
            SqliteException { SqliteErrorCode: Full } => new Refused(
                "database-full",
                "The disk with Studio's data is full and nothing was changed. Make room on it and try again."
            ),
            DbUpdateException { InnerException: { } inner } => Find(inner),
            _ => null,
        };
}
