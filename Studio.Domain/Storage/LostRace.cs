using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Studio.Domain.Storage;

/// <summary>Tells a save that somebody else came before from other failures.</summary>
static class LostRace
{
    // https://www.sqlite.org/rescode.html#constraint_unique, #constraint_primarykey and #constraint_foreignkey
    const int Unique = 2067;
    const int PrimaryKey = 1555;
    const int ForeignKey = 787;

    public static bool IsLostRace(this DbUpdateException exception) =>
        exception is DbUpdateConcurrencyException || exception.IsUniqueViolation() || exception.IsForeignKeyViolation();

    public static bool IsUniqueViolation(this DbUpdateException exception) => Code(exception) is Unique or PrimaryKey;

    public static bool IsForeignKeyViolation(this DbUpdateException exception) => Code(exception) is ForeignKey;

    static int? Code(DbUpdateException exception) =>
        (exception.InnerException as SqliteException)?.SqliteExtendedErrorCode;
}
