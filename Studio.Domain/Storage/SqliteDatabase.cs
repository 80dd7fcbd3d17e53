using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Studio.Domain.Storage;

/// <summary>
/// How Studio uses SQLite. The write-ahead log is used only from 3.51.3: before, two connections that checkpoint and write at once
/// can corrupt it (<see href="https://www.sqlite.org/wal.html#walresetbug"/>).
/// </summary>
public static class SqliteDatabase
{
    static readonly Version FirstSafeWal = new(3, 51, 3);

    /// <param name="mode">
    /// Other than <see cref="SqliteOpenMode.ReadWriteCreate"/>: to look, without a change to the file's settings.
    /// </param>
    public static DbContextOptionsBuilder UseStudioSqlite(
        this DbContextOptionsBuilder options,
        string file,
        SqliteOpenMode mode = SqliteOpenMode.ReadWriteCreate
    )
    {
        options
            .UseSqlite(ConnectionString(file, mode))
            // A test compares model and migrations; asked at run time it would cost a start.
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
        return mode == SqliteOpenMode.ReadWriteCreate ? options.AddInterceptors(Settings.Instance) : options;
    }

    static string ConnectionString(string file, SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = mode,
            ForeignKeys = true,
            // Microsoft.Data.Sqlite retries a busy database for this long, whatever PRAGMA busy_timeout says.
            DefaultTimeout = 5,
        }.ToString();

    sealed class Settings : DbConnectionInterceptor
    {
        public static readonly Settings Instance = new();

        static string? _pragmas;

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
        {
            using var command = connection.CreateCommand();
            command.CommandText = Pragmas(connection);
            command.ExecuteNonQuery();
        }

        public override async Task ConnectionOpenedAsync(
            DbConnection connection,
            ConnectionEndEventData eventData,
            CancellationToken cancellationToken = default
        )
        {
            await using var command = connection.CreateCommand();
            command.CommandText = Pragmas(connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }

        static string Pragmas(DbConnection connection) =>
            _pragmas ??=
                $"PRAGMA journal_mode={(Version.Parse(connection.ServerVersion) >= FirstSafeWal ? "WAL" : "DELETE")};"
                // secure_delete: a deleted ciphertext is overwritten, not left in a free page.
                + "PRAGMA synchronous=FULL;PRAGMA secure_delete=ON;";
    }
}
