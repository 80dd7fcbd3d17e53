using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Studio.Domain.Storage;

namespace Studio.Domain.Audit;

/// <summary>
/// Keeps audit entries while the vault is sealed and the database may not be written: one line of JSON each, and in the log. They
/// join the chain when the vault is unsealed.
/// </summary>
/// <param name="file"><c>sealed-audit.jsonl</c> in the data directory.</param>
public sealed partial class SealedAudit(string file, ILogger<SealedAudit> log) : IDisposable
{
    readonly SemaphoreSlim _turn = new(1, 1);

    public async Task WriteAsync(AuditEntry entry, CancellationToken stop)
    {
        LogEntry(entry.Action, entry.ActorName, entry.Result);
        var line = JsonSerializer.Serialize(SealedLine.From(entry)) + "\n";
        await _turn.WaitAsync(stop);
        try
        {
            await File.AppendAllTextAsync(file, line, stop);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Puts the kept entries at the end of the chain, then forgets them. Repeated after a crash it adds none twice.</summary>
    public async Task AppendToChainAsync(IDbContextFactory<StudioDbContext> databases, CancellationToken stop)
    {
        await _turn.WaitAsync(stop);
        try
        {
            if (!File.Exists(file))
                return;
            await using var database = await databases.CreateDbContextAsync(stop);
            await foreach (var line in File.ReadLinesAsync(file, stop))
            {
                var entry = AuditEntry.Restore(JsonSerializer.Deserialize<SealedLine>(line)!);
                if (!await database.AuditEntries.AnyAsync(kept => kept.Id == entry.Id, stop))
                    database.Add(entry);
            }

            await database.SaveChangesAsync(stop);
            File.Delete(file);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    [LoggerMessage(LogLevel.Warning, "While sealed: {Action} by {Actor}, {Result}.")]
    partial void LogEntry(string action, string actor, string result);
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
    string? Detail
)
{
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
            entry.Detail
        );
}
