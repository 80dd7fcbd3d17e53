using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Storage;

namespace Studio.Common;

/// <summary>Exceptions that are not bugs, as the problems that they are for people: the same for pages and for REST.</summary>
static class Outages
{
    /// <returns>Null for what nobody foresaw.</returns>
    public static Problem? Find(Exception exception) =>
        exception switch
        {
            SealedException => new Sealed(),
            EngineException engine => engine.ToProblem(),
            SqliteException { SqliteErrorCode: SqliteErrors.Busy or SqliteErrors.Locked } => new Refused(
                "database-busy",
                "The database is busy and nothing was changed. Try again in a moment."
            ),
            SqliteException { SqliteErrorCode: SqliteErrors.Full } => new Refused(
                "database-full",
                "The disk with Studio's data is full and nothing was changed. Make room on it and try again."
            ),
            DbUpdateConcurrencyException => new Refused(
                "stale",
                "It was changed in the meantime. Load it again and repeat your change."
            ),
            DbUpdateException { InnerException: { } inner } => Find(inner),
            _ => null,
        };
}
