using System.Buffers;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Studio.Domain.Common;
using Studio.Domain.Engine;
using Studio.Domain.Redaction;
using Studio.Domain.Services;
using Studio.Domain.Storage;

namespace Studio.Domain.Launches;

/// <param name="Path">Absolute.</param>
public sealed record KeptLogsFolder(string Path);

/// <summary>
/// The last of what containers printed that are gone, for the question why the one before behaved otherwise. Redacted before it is
/// written, so that it needs no secret any more to be read; in the engine's own format, <c>&lt;service&gt;/&lt;launch&gt;/log.json</c>.
/// </summary>
public sealed partial class KeptLogs(
    KeptLogsFolder root,
    IContainerEngine engine,
    InstanceValues values,
    IDbContextFactory<StudioDbContext> databases,
    TimeProvider clock,
    ILogger<KeptLogs> log
)
{
    /// <summary>Containers of one service whose output is kept.</summary>
    public const int Most = 3;

    /// <summary>Records that are read of one container.</summary>
    const int MostRecords = 200_000;

    /// <summary>Bytes of one of the two files that are kept of a container: the one that is written, and the one before.</summary>
    const int MostBytes = 5 * 1024 * 1024;

    const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    const string FileName = "log.json";
    const string Unfinished = "new";

    /// <summary>A container that is in the way of another one is not held up for its output any longer than this.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>What a container that is gone has printed; null when it was not kept.</summary>
    public IOutputHistory? TryOpen(ServiceId service, LaunchId launch)
    {
        var file = Path.Combine(FolderOf(service), $"{launch}", FileName);
        return File.Exists(file) ? JsonLogHistory.TryOpen(file) : null;
    }

    public bool Has(ServiceId service, LaunchId launch) =>
        File.Exists(Path.Combine(FolderOf(service), $"{launch}", FileName));

    /// <summary>Launches of a service whose output is kept, newest first.</summary>
    public IReadOnlyList<LaunchId> Of(ServiceId service) =>
        Directory.Exists(FolderOf(service))
            ?
            [
                .. Directory
                    .EnumerateDirectories(FolderOf(service))
                    .Select(folder => (Is: WireId.TryParse<LaunchId>(Path.GetFileName(folder), out var id), Id: id))
                    .Where(found => found.Is)
                    .Select(found => found.Id)
                    .OrderByDescending(id => id.Value),
            ]
            : [];

    /// <summary>Services of which something is kept.</summary>
    internal IEnumerable<ServiceId> Services =>
        Directory.Exists(root.Path)
            ? Directory
                .EnumerateDirectories(root.Path)
                .Select(folder => (Is: WireId.TryParse<ServiceId>(Path.GetFileName(folder), out var id), Id: id))
                .Where(found => found.Is)
                .Select(found => found.Id)
            : [];

    /// <summary>
    /// Keeps what a container has printed that is about to be removed. What goes wrong is logged and nothing more: a log is no reason
    /// to leave a container standing.
    /// </summary>
    /// <remarks>Only within the service's turn.</remarks>
    internal async Task KeepAsync(ServiceId service, LaunchId launch, string container, CancellationToken stop)
    {
        using CancellationTokenSource time = new(Limit, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop, time.Token);
        try
        {
            await using var database = await databases.CreateDbContextAsync(limit.Token);
            var found = await database
                .Launches.AsNoTracking()
                .SingleOrDefaultAsync(row => row.Id == launch && row.Service == service, limit.Token);
            if (found is null)
                return;
            if (await values.OfAsync(found, limit.Token) is { } known)
                await KeepAsync(container, found, known, limit.Token);
            else
                LogNotKept(launch, InstanceValues.Unredactable.Code);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !stop.IsCancellationRequested)
        {
            LogNotKept(launch, exception.GetType().Name);
        }
    }

    /// <summary>Nothing of a service that is gone is kept.</summary>
    internal void Forget(ServiceId service)
    {
        try
        {
            if (Directory.Exists(FolderOf(service)))
                Directory.Delete(FolderOf(service), recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogNotForgotten(service, exception);
        }
    }

    async Task KeepAsync(string container, Launch launch, KnownValues known, CancellationToken stop)
    {
        var folder = FolderOf(launch.Service);
        var unfinished = Path.Combine(folder, Unfinished);
        // Studio may have been killed while it wrote.
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished, OwnerOnly);
        try
        {
            if (!await WriteAsync(container, known, Path.Combine(unfinished, FileName), stop))
                return;
            var kept = Path.Combine(folder, $"{launch.Id}");
            // An earlier attempt to remove this container has failed.
            if (Directory.Exists(kept))
                Directory.Delete(kept, recursive: true);
            Directory.Move(unfinished, kept);
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }

        foreach (var old in Of(launch.Service).Skip(Most))
            Directory.Delete(Path.Combine(folder, $"{old}"), recursive: true);
    }

    /// <returns>Whether there was anything.</returns>
    async Task<bool> WriteAsync(string container, KnownValues known, string file, CancellationToken stop)
    {
        RedactedOutput output = new(known);
        ArrayBufferWriter<byte> records = new(64 * 1024);
        List<RedactedLine> lines = [];
        long written = 0;
        await foreach (var batch in engine.ReadOutputAsync(container, new() { Tail = MostRecords }, stop))
        {
            output.Write(batch, lines);
            await AppendAsync();
        }

        output.Complete(lines);
        await AppendAsync();
        return File.Exists(file);

        async Task AppendAsync()
        {
            foreach (var line in lines)
                JsonLogRecord.Write(records, line.At, line.IsError, $"{line.Text}{(line.IsPart ? "" : "\n")}");
            lines.Clear();
            if (records.WrittenCount == 0)
                return;
            if (written > MostBytes)
            {
                File.Move(file, $"{file}.1", overwrite: true);
                written = 0;
            }

            await File.AppendAllBytesAsync(file, records.WrittenMemory, stop);
            written += records.WrittenCount;
            records.ResetWrittenCount();
        }
    }

    string FolderOf(ServiceId service) => Path.Combine(root.Path, $"{service}");

    [LoggerMessage(LogLevel.Warning, "What the container of {Launch} printed could not be kept: {Failure}.")]
    partial void LogNotKept(LaunchId launch, string failure);

    [LoggerMessage(LogLevel.Warning, "What containers of {Service} printed is kept though the service is gone.")]
    partial void LogNotForgotten(ServiceId service, Exception exception);
}
