using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Studio.Domain.Identity;
using Studio.Domain.Storage;

namespace Studio.Domain.Audit;

/// <summary>
/// Keeps audit entries while the vault is sealed and the database may not be written: one line of JSON each, and in the log. They
/// join the chain when the vault is unsealed.
/// </summary>
/// <param name="file"><c>sealed-audit.jsonl</c> in the data directory.</param>
public sealed partial class SealedAudit(string file, TimeProvider clock, ILogger<SealedAudit> log) : IDisposable
{
    const int BatchSize = 500;

    readonly SemaphoreSlim _turn = new(1, 1);

    public async Task WriteAsync(AuditEntry entry, CancellationToken stop)
    {
        LogEntry(entry.Action, entry.ActorName, entry.Result);
        // What came before may have been cut off: an entry begins a line of its own, and is written to its end.
        var line = $"\n{JsonSerializer.Serialize(SealedLine.From(entry))}\n";
        await _turn.WaitAsync(stop);
        try
        {
            await File.AppendAllTextAsync(file, line, CancellationToken.None);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>
    /// Puts the kept entries at the end of the chain, then forgets them. Repeated after a crash it adds none twice. A line that
    /// cannot be read becomes an entry that says so. While the file cannot be read or the database not be written, they wait for
    /// the next opening.
    /// </summary>
    public async Task AppendToChainAsync(IDbContextFactory<StudioDbContext> databases)
    {
        await _turn.WaitAsync();
        try
        {
            if (!File.Exists(file))
                return;
            var gaps = 0;
            foreach (var lines in File.ReadLines(file).Where(line => line.Length > 0).Chunk(BatchSize))
            {
                var entries = lines.Select(SealedLine.Read).OfType<AuditEntry>().ToList();
                gaps += lines.Length - entries.Count;
                await AddAsync(databases, entries);
            }

            if (gaps > 0)
                await AddAsync(databases, [Gap(gaps)]);
            File.Delete(file);
        }
        catch (Exception error)
            when (error is IOException or UnauthorizedAccessException or DbUpdateException or SqliteException)
        {
            LogWaiting(error);
        }
        finally
        {
            _turn.Release();
        }
    }

    static async Task AddAsync(IDbContextFactory<StudioDbContext> databases, List<AuditEntry> entries)
    {
        await using var database = await databases.CreateDbContextAsync();
        var ids = entries.ConvertAll(entry => entry.Id);
        var there = await database
            .AuditEntries.Where(entry => ids.Contains(entry.Id))
            .Select(entry => entry.Id)
            .ToListAsync();
        database.AddRange(entries.ExceptBy(there, entry => entry.Id));
        await database.SaveChangesAsync();
    }

    AuditEntry Gap(int lines) =>
        new(
            Actor.System,
            AuditActions.Gap,
            AuditSubject.Studio,
            "failed",
            $"{lines} entries from the time while sealed could not be read; the log of that time has them",
            clock.GetUtcNow()
        );

    public void Dispose() => _turn.Dispose();

    [LoggerMessage(LogLevel.Warning, "While sealed: {Action} by {Actor}, {Result}.")]
    partial void LogEntry(string action, string actor, string result);

    [LoggerMessage(LogLevel.Error, "The audit entries that were kept while sealed wait for the next start.")]
    partial void LogWaiting(Exception error);
}

/// <summary>An <see cref="AuditEntry"/> on its way: without a place in the chain.</summary>
sealed record SealedLine(
    string Id,
    DateTimeOffset At,
    string? ActorId,
    string ActorName,
    string? TokenId,
    string Action,
    string? Project,
    string? SubjectId,
    string? SubjectName,
    string Result,
    string? Detail,
    string? Access = null
)
{
    static readonly JsonSerializerOptions Whole = new()
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <returns>Null for a line that was cut off or changed.</returns>
    public static AuditEntry? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<SealedLine>(line, Whole) is { } kept ? AuditEntry.Restore(kept) : null;
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            return null;
        }
    }

    public static SealedLine From(AuditEntry entry) =>
        new(
            $"{entry.Id}",
            entry.At,
            entry.ActorId,
            entry.ActorName,
            entry.TokenId,
            entry.Action,
            entry.Project?.ToString(),
            entry.SubjectId,
            entry.SubjectName,
            entry.Result,
            entry.Detail,
            entry.Access
        );
}
