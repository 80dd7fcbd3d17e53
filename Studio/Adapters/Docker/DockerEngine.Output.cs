using System.Runtime.CompilerServices;
using Studio.Docker;
using Studio.Docker.Containers;
using Studio.Domain.Engine;

namespace Studio.Adapters.Docker;

/// <summary>What containers print: from the engine's files where they can be read, else through its API.</summary>
sealed partial class DockerEngine
{
    public async IAsyncEnumerable<OutputBatch> ReadOutputAsync(
        string container,
        OutputRange range,
        [EnumeratorCancellation] CancellationToken stop
    )
    {
        if (!range.Follow)
        {
            using var history = await OpenHistoryAsync(container, stop);
            if (history is not null)
            {
                foreach (var batch in history.Read(range))
                {
                    stop.ThrowIfCancellationRequested();
                    yield return batch;
                }

                yield break;
            }
        }

        LogOptions options = new()
        {
            Follow = range.Follow,
            Since = range.Since,
            // The engine counts nanoseconds, and takes the last lines before it looks at their time.
            Until = range.Until?.AddTicks(1),
            Tail = range.Until is null ? range.Tail : null,
            Timestamps = true,
        };
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await using var frames = docker
            .Containers.LogsAsync(container, options, reading.Token)
            .GetAsyncEnumerator(reading.Token);
        OutputBatch gathered = new();
        while (true)
        {
            var next = frames.MoveNextAsync();
            // What came together goes on together; nothing waits for what has not come.
            if (gathered.Records.Count > 0 && (!next.IsCompleted || gathered.Length > FullBatch))
            {
                var isLeft = true;
                try
                {
                    yield return gathered;
                    isLeft = false;
                }
                finally
                {
                    if (isLeft)
                        await AbandonAsync(next, reading);
                }

                gathered.Clear();
            }

            if (!await EngineErrors.TranslateAsync(async () => await next))
                break;
            Take(frames.Current, gathered);
        }

        if (gathered.Records.Count > 0)
            yield return gathered;
    }

    /// <summary>A reading must have ended before it can be disposed of.</summary>
    static async Task AbandonAsync(ValueTask<bool> pending, CancellationTokenSource reading)
    {
        await reading.CancelAsync();
        try
        {
            await pending;
        }
        catch (Exception end) when (end is OperationCanceledException or DockerException)
        {
            // Whoever asked has left: nobody wants to know how it ended.
        }
    }

    public Task<IOutputHistory?> OpenHistoryAsync(string container, CancellationToken stop) =>
        EngineErrors.TranslateAsync<IOutputHistory?>(async () =>
        {
            var details = await docker.Containers.InspectAsync(container, stop);
            // Compressed files, other drivers and other machines are the API's affair.
            return
                docker.IsLocal
                && details.HostConfig.LogConfig is { Type: "json-file" } log
                && log.Config?.GetValueOrDefault("compress") != "true"
                && details.LogPath.EndsWith($"{details.Id}-json.log", StringComparison.Ordinal)
                ? JsonLogHistory.TryOpen(details.LogPath)
                : null;
        });

    /// <summary>A frame is one record: its time, a space, its text.</summary>
    static void Take(LogFrame frame, OutputBatch to)
    {
        var data = frame.Data.Span;
        var space = data.IndexOf((byte)' ');
        if (space < 0 || !JsonLogRecord.TryReadTime(data[..space], out var at))
            (space, at) = (-1, to.Records is [.., var last] ? last.At : default);
        var text = data[(space + 1)..];
        text.CopyTo(to.Reserve(text.Length));
        to.Add(at, frame.Stream == LogStream.Error, text.Length);
    }
}
