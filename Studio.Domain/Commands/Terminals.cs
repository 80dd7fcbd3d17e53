using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Studio.Domain.Audit;
using Studio.Domain.Storage;

namespace Studio.Domain.Commands;

/// <summary>The terminals that are open. Ends those that nobody has come to read, or typed into for long, and all when Studio stops.</summary>
public sealed partial class Terminals(
    IDbContextFactory<StudioDbContext> databases,
    AuditTrail audit,
    TimeProvider clock,
    ILogger<Terminals> log
) : BackgroundService
{
    /// <summary>At most so many at once, of all users together.</summary>
    public const int Most = 50;

    public static readonly TimeSpan IdleLimit = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan AttachLimit = TimeSpan.FromSeconds(30);

    static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    readonly ConcurrentDictionary<TerminalId, Terminal> _open = new();

    internal bool IsFull => _open.Count >= Most;

    internal void Add(Terminal terminal) => _open[terminal.Id] = terminal;

    internal Terminal? Find(TerminalId id) => _open.GetValueOrDefault(id);

    /// <summary>Nobody reads it any more: its shell is ended, and that is audited.</summary>
    public async Task CloseAsync(Terminal terminal)
    {
        if (!_open.TryRemove(terminal.Id, out _))
            return;
        await terminal.DisposeAsync();
        var service = terminal.Target.Service;
        var length = clock.GetUtcNow() - terminal.OpenedAt;
        try
        {
            await using var database = await databases.CreateDbContextAsync(CancellationToken.None);
            audit.Record(
                database,
                terminal.Owner,
                AuditActions.CloseTerminal,
                new($"{service.Id}", service.Name, service.Project),
                $"{terminal.Id} after {(int)length.TotalSeconds} s{(terminal.Reason is { } why ? $": {why}" : "")}"
            );
            await database.SaveChangesAsync(CancellationToken.None);
        }
        // The shell is ended; that nobody can write it down must not keep the door from closing.
        catch (Exception outage)
            when (outage is DbUpdateException or SealedException or Microsoft.Data.Sqlite.SqliteException)
        {
            LogNotAudited(terminal.Id);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using PeriodicTimer timer = new(Period, clock);
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                foreach (var terminal in _open.Values)
                {
                    if (!terminal.IsAttached && clock.GetUtcNow() - terminal.OpenedAt > AttachLimit)
                        await CloseAsync(terminal);
                    else if (terminal.Idle > IdleLimit)
                        terminal.End($"nobody has typed for {IdleLimit.TotalMinutes} minutes");
                }
            }
        }
        catch (OperationCanceledException)
        {
            foreach (var terminal in _open.Values)
            {
                terminal.End("Studio stops");
                await CloseAsync(terminal);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning, "The end of {Terminal} could not be written to the audit log.")]
    private partial void LogNotAudited(TerminalId terminal);
}
